// Package delivery sends an issue of a newsletter to a list of recipients, once
// to each.
//
// # Lists
//
// What enters: the bytes of a file as spreadsheets, address books and mail
// programs write them ([Read]). What leaves: a [List] of recipients, with the
// lines that were passed over, and positioned problems in French. Every address
// of a line is a recipient or the line is complained of, so that nobody is left
// out unnoticed.
//
// # Sending
//
// What enters: a list of recipients ([Read]), a server
// ([ParseServer]) and a function that makes the message for one of them. What
// leaves: one message per person, each with that one address in its head; a
// ledger in the portal's folder; and a [Report].
//
// The ledger's promise: whoever ends a sending, in whatever way (ctrl-C, kill
// -9, a power cut), and starts it again, sends to the rest and to nobody twice.
// A line is on the disk before the server can accept a message (« début »), and
// another once it has answered (« accepté », « refusé », « reporté »). Where
// only the first is there, nobody can tell what became of the message: the
// recipient is uncertain, is listed, and gets another only where
// [Options.Again] says so.
//
// What becomes of a refusal:
//   - 4xx about a recipient or a message: tried again after each of
//     [Options.Waits], behind the others; then left to the next sending;
//   - 5xx about a recipient or a message: permanent, listed at the end. Many in
//     a row, with none accepted between, are the server's refusal of the whole
//     sending (no right to relay, too large a message): it stops, and these
//     recipients remain for the next;
//   - 5xx about the sender, wrong credentials or certificates: the sending
//     stops, since nobody would get anything;
//   - a dropped connection, or 421: reopened. A message whose end had not been
//     sent is sent again; one whose end had been, without an answer, is
//     uncertain.
//
// It never sends without encryption to another machine, never puts two
// addresses into a message, never sends without a ledger but to one test
// address, and never makes a message itself.
package delivery
