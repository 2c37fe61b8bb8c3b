// Package chrome lets tests use a real browser: it starts Chromium without a window and speaks its debugging protocol over a pipe, so that
// no port is opened and nothing but the browser is needed.
//
// Debian's package is chromium; KAM_CHROME names another program, and "off" none. Without one, tests are skipped;
// KAM_CHROME_REQUIRED=1 makes it a failure that there is none. The browser is gone when the test process is, even when that was killed.
package chrome
