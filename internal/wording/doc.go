// Package wording makes the texts that the rooms of the house show to people, in English and Simplified Chinese from the
// same facts, and collects what is wrong with data that a person wrote: every fault at once, each with its place.
package wording
