// Package pgserver starts a PostgreSQL server of this process's own, for tests and demonstrations.
//
// The server is a private one, without a network: its files are in a folder of their own, it listens on a socket in
// there, and it and the folder are gone when this process is, even when that was killed. Where the process is
// root's, the server runs as the user postgres, because PostgreSQL refuses to run as root.
//
// KAM_PG_BIN is the folder of initdb and postgres. Without it they are looked for in the PATH and where Debian's
// packages put them (apt-get install postgresql).
package pgserver
