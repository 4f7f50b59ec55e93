package portal

import (
	"context"
	"fmt"
	"io"
	"mime"
	netmail "net/mail"
	"net/url"
	"path"
	"strings"

	"intraqvt/internal/delivery"
	"intraqvt/internal/french"
	"intraqvt/internal/mail"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// MaxMail is the maximum size of a mail's HTML, in bytes.
const MaxMail = mail.MaxHTML

// Issues holds the issues of a portal's newsletters, from which mails are made.
type Issues struct {
	Site     *site.Site
	Problems []problem.Problem // of the load

	view *View // nil if there is nothing to show
}

// OpenIssues loads the content for mails. If it has errors, there are no mails:
// the error is [ErrContent], and the problems are in the result.
func OpenIssues(ctx context.Context, o Options) (*Issues, error) {
	l, err := Load(ctx, o)
	if err != nil {
		return nil, err
	}
	view, problems, err := l.view(ctx)
	if err == nil && hasErrors(problems) {
		err = ErrContent
	}
	return &Issues{l.Site, problems, view}, err
}

// Check returns every problem of the content, like the function [Check].
func (l *Issues) Check(ctx context.Context) ([]problem.Problem, error) {
	if l.view == nil {
		return l.Problems, nil
	}
	return l.view.Check(ctx)
}

// Find returns an issue by its file name, its number or its title.
func (l *Issues) Find(name string) (site.Issue, error) {
	var names []string
	for _, issue := range l.Site.Issues {
		p := issue.Page
		if short := strings.TrimSuffix(path.Base(name), ".md"); short == p.Slug || name == p.Text(schema.NumberOfPage) || name == p.Title {
			return issue, nil
		}
		names = append(names, p.Slug)
	}
	if len(names) == 0 {
		return site.Issue{}, fmt.Errorf("aucun numéro : le portail n’a pas de newsletter")
	}
	hint := problem.DidYouMean(name, names)
	if hint == "" {
		hint = problem.Choices(names)
	}
	return site.Issue{}, fmt.Errorf("numéro inconnu « %s » : %s", name, hint)
}

// Mail makes an issue's mail. The error says in French what the portal or the
// issue lacks for a mail.
func (l *Issues) Mail(issue site.Issue) (*mail.Issue, error) {
	p, c := issue.Page, l.Site.Config
	switch {
	case !p.Shown:
		return nil, fmt.Errorf("%s n’est pas publié ce jour-là", p.Name)
	case c.BaseURL == "":
		return nil, fmt.Errorf("content/site.yaml : base_url manque, les liens d’un courriel commencent par l’adresse du portail")
	case c.Contact == "":
		return nil, fmt.Errorf("content/site.yaml : contact manque, c’est l’adresse de l’expéditeur")
	}
	var body markdown.Recording
	if err := l.view.tell(p, &body); err != nil {
		return nil, err
	}
	from := netmail.Address{Name: c.Title, Address: c.Contact}
	m := &mail.Issue{
		Name: p.Slug, Title: p.Title, Summary: p.Summary, Subject: p.Text(schema.Subject), Preheader: p.Text(schema.Preheader),
		Date: p.Date,
		Body: body, Online: c.Absolute(p.Path()).String(), Home: c.BaseURL, Portal: c.Title, From: from.String(), Unsubscribe: c.Contact,
		Image: func(src string) ([]byte, string, error) { return l.image(src) },
	}
	m.Number = p.Text(schema.NumberOfPage)
	return m, nil
}

// Identity returns the identity of an issue in the ledgers of its sending.
func (l *Issues) Identity(issue site.Issue) delivery.Identity {
	p := issue.Page
	id := delivery.Identity{Address: strings.TrimSuffix(p.Path(), ".html")}
	if number := p.Text(schema.NumberOfPage); number != "" {
		id.Number = p.Type.Name + " " + number
	}
	return id
}

// image returns an image of the portal by its absolute address, with its media type.
func (l *Issues) image(src string) ([]byte, string, error) {
	address, inside := strings.CutPrefix(src, l.Site.Config.BaseURL)
	if !inside {
		return nil, "", fmt.Errorf("%s n’est pas une image du portail", src)
	}
	if decoded, err := url.PathUnescape(address); err == nil {
		address = decoded
	}
	f, err := l.view.open(address)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	return data, mime.TypeByExtension(path.Ext(address)), err
}

// problems reports what keeps issues from being good mails, at their lines.
// Issues that were sent long ago are not checked, since nobody would mend them;
// nor are those that are not published on the day, unless drafts are.
func (l *Issues) problems() []problem.Problem {
	var problems []problem.Problem
	for _, issue := range l.Site.Issues {
		p := issue.Page
		if !p.Shown || p.Date.AddDate(0, 1, 0).Before(l.Site.At) {
			continue
		}
		warn := func(line, column int, rule *problem.Rule, message, hint string) {
			problems = append(problems, rule.At(p.File, line, column).Say(message, hint))
		}
		m, err := l.Mail(issue)
		if err != nil {
			warn(0, 0, problem.NoMail, "ce numéro ne peut pas devenir un courriel : "+err.Error(), "")
			continue
		}
		if m.Preheader == "" {
			warn(0, 0, problem.MissingPreheader, "pas de texte d’aperçu : la messagerie montrera le début de l’édito",
				"ajoutez une ligne « preheader: … »")
		}
		for i, t := range p.Targets {
			slot := &p.Body.Slots[i]
			if t.Page != nil && p.Date.Before(t.Page.Date) && !l.Site.At.Before(p.Date) && (slot.Kind == markdown.SlotEmbed) {
				warn(slot.Line, slot.Column, problem.PageAfterIssue,
					"« "+t.Page.Title+" » paraîtra le "+french.Date(t.Page.Date)+", après le numéro", "")
			}
		}
		for _, c := range m.Check() {
			switch c.Rule {
			case problem.MailImageWithoutAlt: // already reported for the page
			case problem.MailImageFormat: // a drawing is replaced by its text and a link
			default:
				c.File = p.File
				c.Line, c.Column = placeOfImage(p, c.Address)
				problems = append(problems, c.Problem)
			}
		}
	}
	return problems
}

// placeOfImage returns the position of an image in a page's text, by the end of
// its address; 0 if it has none.
func placeOfImage(p *site.Page, address string) (line, column int) {
	for i, t := range p.Targets {
		if s := &p.Body.Slots[i]; s.Kind == markdown.SlotImage && t.File != "" &&
			strings.Contains(address, strings.TrimSuffix(path.Base(t.File), path.Ext(t.File))) {
			return s.Line, s.Column
		}
	}
	return 0, 0
}
