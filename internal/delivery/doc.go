// Package delivery sends an issue of a newsletter to a list of recipients, once
// to each.
//
// # Lists
//
// What enters: the bytes of a file as spreadsheets, address books and mail
// programs write them ([Read]). What leaves: a [List] of recipients and of the
// lines that were skipped, and positioned problems in French. Every address of a
// line becomes a recipient or a problem, so that nobody is left out unnoticed.
//
// # Sending
//
// What enters: recipients, a server ([ParseServer]) and a function that makes the
// message for one recipient. What leaves: one message per person, with only that
// address in its header; a ledger in the portal's folder; and a [Report].
//
// A sending that was interrupted in any way (ctrl-C, kill -9, a power cut) can be
// started again: it sends to the remaining recipients, and to nobody twice. A line
// « début » is on disk before the server can accept a message, and a second one
// (« accepté », « refusé », « reporté ») follows its reply. With the first line
// only, the recipient is uncertain: the message may have been accepted. The report
// lists uncertain recipients, and only [Options.Again] sends to them again.
//
// Refusals are handled as follows:
//   - 4xx about a recipient or a message: tried again after each of
//     [Options.Waits], behind the others; then left to the next sending;
//   - 5xx about a recipient or a message: permanent, listed at the end. But many
//     in a row mean that the server refuses the whole sending (no right to relay,
//     too large a message): it stops, and these recipients are left to the next;
//   - 5xx about the sender, wrong credentials or certificates: the sending stops,
//     since nobody would get anything;
//   - a dropped connection, or 421: reopened. A message is sent again if its end
//     had not been sent; otherwise its recipient is uncertain.
//
// The package never sends unencrypted to another machine, never puts two addresses
// into a message, and never makes a message itself. Without a ledger it sends to a
// single test address only.
package delivery
