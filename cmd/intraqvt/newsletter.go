package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"intraqvt/internal/content"
	"intraqvt/internal/delivery"
	"intraqvt/internal/french"
	"intraqvt/internal/mail"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

func newNewsletter() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "newsletter",
		Short: "Export, freeze and send issues, show where they stand",
		Long: `An issue is a page of a type whose outputs name "email". Its web page comes with
the build; export writes its mail, freeze keeps what it shows, send sends it,
status shows which issues are planned, ready, published or sent.`,
	}
	cmd.AddCommand(newNewsletterStatus(), newNewsletterExport(), newNewsletterFreeze(), newNewsletterSend())
	return cmd
}

// openIssue loads the content for mails and returns the named issue.
func openIssue(cmd *cobra.Command, o portal.Options, name string) (*portal.Issues, site.Issue, error) {
	shown := startProgress(cmd)
	defer shown.end()
	o.Progress = shown.step
	l, err := portal.OpenIssues(cmd.Context(), o)
	shown.end()
	if err != nil {
		if l != nil {
			if shown := show(cmd, l.Problems, "text"); shown != nil {
				return nil, site.Issue{}, shown
			}
		}
		return nil, site.Issue{}, sourceError(err)
	}
	issue, err := l.Find(name)
	if err != nil {
		return nil, issue, usagef("intraqvt newsletter status les nomme", "%s", err)
	}
	return l, issue, nil
}

func newNewsletterExport() *cobra.Command {
	var o portal.Options
	var folder, at string
	var cid bool
	cmd := &cobra.Command{
		Use:   "export ISSUE",
		Short: "Write an issue's mail as HTML, text and a message ready to send",
		Long: `Export writes ISSUE.html, ISSUE.txt and ISSUE.eml. The last opens in a mail
program as a draft: give it its recipients and send it. Planned issues and
drafts are exported too.`,
		Example: "  intraqvt newsletter export 2026-11 --output lettre",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			o.Drafts = true
			l, issue, err := openIssue(cmd, o, args[0])
			if err != nil {
				return err
			}
			m, err := l.Mail(issue)
			if err != nil {
				return usagef("content/site.yaml : base_url et contact", "%s", err)
			}
			document, err := m.HTML()
			if err != nil {
				return err
			}
			message, err := m.Message(mail.MessageOptions{CID: cid})
			if err != nil {
				return err
			}
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			for _, file := range []struct {
				ending string
				data   []byte
			}{{".html", document}, {".txt", []byte(m.Text())}, {".eml", message}} {
				name := filepath.Join(folder, m.Name+file.ending)
				if err := os.WriteFile(name, file.data, 0o644); err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %s\n", name, french.Size(int64(len(file.data))))
			}
			return nil
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVarP(&folder, "output", "o", ".", "folder to write to")
	cmd.Flags().StringVar(&at, "at", "", "as on this day, AAAA-MM-JJ (default today)")
	cmd.Flags().BoolVar(&cid, "cid", false, "attach images to the message instead of leaving them on the portal")
	return cmd
}

func newNewsletterFreeze() *cobra.Command {
	var o portal.Options
	cmd := &cobra.Command{
		Use:   "freeze ISSUE",
		Short: "Keep what a published issue shows, in its own file",
		Long: `Freeze writes into the issue's front matter what its lists, cards and links
show: titles, summaries, dates, addresses. From then on its page and its mail
say that, whatever becomes of the pages. A page about a person is not kept: once
it is removed, nothing is left of it. Everything else in the file stays as it
is. An issue that is frozen already stays as it is too. Send freezes by itself.`,
		Example: "  intraqvt newsletter freeze 2026-11",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.At, _ = parseDay("")
			l, issue, err := openIssue(cmd, o, args[0])
			if err != nil {
				return err
			}
			done, err := freeze(l, issue, o)
			if err != nil {
				return err
			}
			if done {
				note(cmd, "%s : figé ; relisez ce qui a changé avec git, puis enregistrez-le avec le numéro", issue.Page.Name)
			} else {
				note(cmd, "%s : déjà figé, rien n’a changé", issue.Page.Name)
			}
			return nil
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().BoolVar(&o.Unfrozen, "again", false, "freeze anew what is frozen, as the portal shows it now")
	return cmd
}

// freeze freezes an issue, or returns an error that says why it cannot.
func freeze(l *portal.Issues, issue site.Issue, o portal.Options) (done bool, err error) {
	done, err = l.Freeze(issue)
	_, system := errors.AsType[*fs.PathError](err)
	switch p := issue.Page; {
	case err == nil:
		return done, nil
	case !p.Seen.Public():
		return false, usagef("figez-le quand il est paru", "« %s » (%s) n’est pas %s : %s", p.Slug, p.Type.Label.One,
			p.Type.Agree("publié"), p.Seen.Words)
	case errors.Is(err, portal.ErrChanged):
		again := "« intraqvt newsletter freeze " + p.Slug + " --again »"
		return false, usagef("rétablissez le texte d’après git ; s’il n’est pas encore parti, "+again, "%s : %w", p.Name, err)
	case system:
		return false, refused(filepath.Join(o.Source, filepath.FromSlash(p.File)), err)
	}
	return false, usagef("sans cela, le numéro changerait après l’envoi", "le numéro ne peut pas être figé : %w", err)
}

func newNewsletterSend() *cobra.Command {
	var o portal.Options
	var list, server, test, ledger string
	var rate int
	var dryRun, again, cid bool
	cmd := &cobra.Command{
		Use:   "send ISSUE",
		Short: "Send an issue, one message a person",
		Long: `Send freezes a published issue (see freeze) and sends it to every recipient of a
CSV file, over TLS. A ledger in the portal's folder ` + delivery.LedgerFolder + ` says who has it,
whatever the list and the issue's file are called: after a crash or ctrl-C, the
same command sends to the rest and to nobody twice. The password is read from
` + delivery.PasswordVariable + `.`,
		Example: `  intraqvt newsletter send 2026-11 --to liste.csv --dry-run
  intraqvt newsletter send 2026-11 --test moi@example.org \
      --smtp smtp://lettre@smtp.example.org:587
  intraqvt newsletter send 2026-11 --to liste.csv \
      --smtp smtp://lettre@smtp.example.org:587`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if list == "" && test == "" {
				return usagef("--to liste.csv, ou --test moi@example.org", "à qui envoyer ?")
			}
			if server == "" && !dryRun {
				return usagef("--smtp smtp://nom@serveur:587, ou --dry-run pour seulement regarder", "par quel serveur envoyer ?")
			}
			o.At, _ = parseDay("")
			o.Drafts = test != "" || dryRun // a trial may come before the issue's day
			l, issue, err := openIssue(cmd, o, args[0])
			if err != nil {
				return err
			}
			if p := issue.Page; !p.Shown {
				return usagef("--test et --dry-run l’acceptent avant son jour", "« %s » (%s) n’est pas %s : %s", p.Slug, p.Type.Label.One,
					p.Type.Agree("publié"), p.Seen.Words)
			}
			m, err := l.Mail(issue)
			if err != nil {
				return usagef("content/site.yaml : base_url et contact", "%s", err)
			}
			s := delivery.Options{Issue: l.Identity(issue), Subject: m.Subject, Again: again, DryRun: dryRun, PerMinute: rate,
				Ledger: ledger}
			sending := m.Name
			if test != "" {
				if s.Test, err = delivery.Parse(test); err != nil {
					return usagef("--test moi@example.org", "%s", err)
				}
				sending += "-essai-" + time.Now().UTC().Format("20060102150405")
			} else if s.Recipients, err = readList(cmd, list); err != nil {
				return err
			}
			if s.Ledger == "" {
				if s.Ledger, s.Earlier, err = delivery.FindLedger(o.Source, list, s.Issue); err != nil {
					return err
				}
			}
			if server != "" {
				if s.Server, err = delivery.ParseServer(server, os.Getenv(delivery.PasswordVariable)); err != nil {
					return usagef("--smtp smtp://nom@serveur:587", "%s", err)
				}
			}
			if test == "" && !dryRun {
				done, err := freeze(l, issue, o)
				if err != nil {
					return err
				}
				if done {
					note(cmd, "%s : figé, puisque le numéro part ; enregistrez ce changement avec git", issue.Page.Name)
				}
			}
			s.Message = m.Messages(mail.MessageOptions{Date: time.Now(), Sending: sending, CID: cid})
			shown := startProgress(cmd)
			defer shown.end()
			s.Progress = func(done, total int) { shown.step("envoi", done, total) }
			report, err := delivery.Send(cmd.Context(), s)
			shown.end()
			printSending(cmd, report, s)
			if errors.Is(err, context.Canceled) {
				return errors.New("envoi interrompu ; la même commande envoie aux autres, et à personne deux fois")
			}
			return err
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVar(&list, "to", "", "CSV file of recipients, with a column « courriel »")
	cmd.Flags().StringVar(&server, "smtp", "", "mail server: smtp://user@host:587 (STARTTLS) or smtps://user@host:465")
	cmd.Flags().StringVar(&test, "test", "", "send to this address alone, and keep no ledger")
	cmd.Flags().StringVar(&ledger, "ledger", "", "ledger of the sending (default: in the portal's folder "+delivery.LedgerFolder+")")
	cmd.Flags().IntVar(&rate, "rate", 120, "messages a minute at most; 0 for no limit")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show who would get the issue, and its size; send nothing")
	cmd.Flags().BoolVar(&again, "again", false, "send again to those of whom nobody knows whether they have it")
	cmd.Flags().BoolVar(&cid, "cid", false, "attach images instead of leaving them on the portal")
	return cmd
}

// readList reads the list of recipients. It prints the problems, and returns an
// error if one of them is an error.
func readList(cmd *cobra.Command, name string) ([]delivery.Recipient, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usagef("--to : un fichier CSV", "liste illisible : %s", err)
	}
	defer f.Close()
	list, problems := delivery.Read(name, f)
	if err := show(cmd, problems, "text"); err != nil {
		return nil, err
	}
	summary := name + " : " + french.Counted(len(list.Recipients), "destinataire", "destinataires")
	if passed := list.Summary(); passed != "" {
		summary += " ; lignes passées : " + passed
	}
	note(cmd, "%s", summary)
	if faults, _ := problem.Count(problems); faults > 0 {
		return nil, portal.ErrContent
	}
	return list.Recipients, nil
}

// printSending prints what a sending did, or would do.
func printSending(cmd *cobra.Command, r delivery.Report, o delivery.Options) {
	out := outOf(cmd)
	if o.DryRun {
		for _, to := range r.Planned {
			out.line(4, "%s", to)
		}
		if !isQuiet(cmd) {
			out.line(4, "\nà blanc : %s, message de %s ; rien n’est parti",
				french.Counted(len(r.Planned), "destinataire", "destinataires"), french.Size(int64(r.Size)))
		}
		return
	}
	list := func(title string, outcomes []delivery.Outcome) {
		if len(outcomes) == 0 {
			return
		}
		out.line(2, "%s :", title)
		for _, x := range outcomes {
			out.line(2, "  %s : %s", x.Recipient, x.Reason)
		}
	}
	list("refusés", r.Refused)
	list("remis à plus tard, la même commande les reprendra", r.Postponed)
	list("incertains, le message est peut-être parti ; --again le renvoie", r.Uncertain)
	if isQuiet(cmd) && len(r.Left) == 0 {
		return
	}
	summary := "messages acceptés : " + french.Number(r.Accepted)
	if r.Earlier > 0 {
		summary += ", " + french.Number(r.Earlier) + " déjà envoyés"
	}
	if len(r.Left) > 0 {
		summary += ", " + french.Number(len(r.Left)) + " à envoyer encore"
	}
	out.line(2, "%s", summary)
}

func newNewsletterStatus() *cobra.Command {
	var o portal.Options
	var at string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show planned, ready, published and sent issues, what each lacks",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			o.Drafts = true // planned issues can be completed before their day
			l, err := portal.OpenIssues(cmd.Context(), o)
			if l == nil || l.Site == nil {
				return sourceError(err)
			}
			problems, err := l.Check(cmd.Context())
			if err != nil {
				return err
			}
			out := outOf(cmd)
			for _, issue := range l.Site.Issues {
				p := issue.Page
				var lacks []string
				for _, x := range problems {
					if x.File == p.File {
						lacks = append(lacks, x.Message)
					}
				}
				sent, err := delivery.Sendings(o.Source, l.Identity(issue))
				if err != nil {
					return err
				}
				out.line(36, "%-10s  %-22s  %s", p.Slug, standing(p, o.At, sent, len(lacks) == 0), p.Title)
				for _, lack := range lacks {
					out.line(2, "            → %s", lack)
				}
			}
			if len(l.Site.Issues) == 0 && !isQuiet(cmd) {
				fmt.Fprintln(cmd.OutOrStdout(), "aucun numéro")
			}
			return nil
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVar(&at, "at", "", "as on this day, AAAA-MM-JJ (default today)")
	return cmd
}

// standing returns the state of an issue, in French; whole tells that a planned
// one lacks nothing, so that it is ready.
func standing(p *site.Page, day time.Time, sent delivery.Sending, whole bool) string {
	switch {
	case sent.Accepted > 0:
		s := "envoyé à " + french.Counted(sent.Accepted, "personne", "personnes") + " (" + french.Date(sent.Last) + ")"
		if sent.Open > 0 {
			s += ", " + french.Number(sent.Open) + " en suspens"
		}
		return s
	case p.Seen.Hiding == content.Unfinished:
		return string(p.Status)
	case p.Seen.Hiding == content.Waiting && whole:
		return "prêt, paraît le " + p.Date.Format(time.DateOnly)
	case p.Seen.Hiding == content.Waiting:
		return "prévu le " + p.Date.Format(time.DateOnly)
	case !p.Seen.Public():
		return p.Seen.Words
	case p.Frozen() != nil:
		return "publié, figé"
	case p.Date.Equal(day):
		return "paraît aujourd’hui"
	}
	return "publié"
}
