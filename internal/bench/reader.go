//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
)

// reader searches from one page of a site as a person does: with Ctrl+K and the
// keyboard.
type reader struct {
	row     string
	browser *chromium
	server  *siteServer
	page    string                   // address
	script  string                   // defines bench and opened on a page
	part    func(name string) string // as in searcher
	into    *searchResult
}

// shown is what the page tells about a displayed answer.
type shown struct {
	Milliseconds float64 `json:"milliseconds"` // since the last key press
	Results      int     `json:"shown"`
}

// visit opens the page in a fresh browser, ready for a search.
func (r *reader) visit(ctx context.Context) (*tab, error) {
	t, err := r.browser.newTab(ctx)
	if err != nil {
		return nil, err
	}
	err = t.open(ctx, r.page)
	if err == nil {
		err = t.evaluate(ctx, r.script, nil)
	}
	if err == nil {
		_, err = r.server.taken(ctx) // the page's own transfers
	}
	if err != nil {
		return nil, errors.Join(err, t.close(ctx))
	}
	return t, nil
}

// start opens the dialog or, if it is open, clears its field.
func (r *reader) start(ctx context.Context, t *tab) error {
	if err := t.show(ctx); err != nil {
		return err
	}
	if err := t.press(ctx, "k", true); err != nil {
		return err
	}
	return t.evaluate(ctx, `new Promise((done) => {
		const look = () => (opened() ? done() : requestAnimationFrame(look));
		look();
	})`, nil)
}

// answer calls act, which must change the query to text, and waits until the
// answer is displayed.
func (r *reader) answer(ctx context.Context, t *tab, text string, act func() error) (shown, error) {
	var s shown
	if err := t.evaluate(ctx, fmt.Sprintf("void bench.expect(%q)", text), nil); err != nil {
		return s, err
	}
	if err := act(); err != nil {
		return s, err
	}
	return s, t.evaluate(ctx, "bench.answer", &s)
}

// paste inserts a query at once.
func (r *reader) paste(ctx context.Context, t *tab, query string) (shown, error) {
	if err := r.start(ctx, t); err != nil {
		return shown{}, err
	}
	return r.answer(ctx, t, query, func() error { return t.insert(ctx, query) })
}

// write types a query and waits for the answer to each letter. It returns the
// milliseconds of each.
func (r *reader) write(ctx context.Context, t *tab, query string) ([]float64, error) {
	if err := r.start(ctx, t); err != nil {
		return nil, err
	}
	var times []float64
	typed := ""
	for _, letter := range query {
		typed += string(letter)
		s, err := r.answer(ctx, t, typed, func() error { return t.press(ctx, string(letter), false) })
		if err != nil {
			return nil, fmt.Errorf("« %s »: %w", typed, err)
		}
		times = append(times, s.Milliseconds)
	}
	return times, nil
}

// weighQueries records the transfers of a first query and of a later one.
func (r *reader) weighQueries(ctx context.Context, first, later string) (err error) {
	t, err := r.visit(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close(ctx)) }()
	s, err := r.paste(ctx, t, first)
	if err != nil {
		return err
	}
	sent, err := r.server.taken(ctx)
	if err != nil {
		return err
	}
	r.into.First.add(sent, r.part)
	r.into.Requests = append(r.into.Requests, float64(len(sent)))
	r.into.Shown = append(r.into.Shown, float64(s.Results))
	if _, err := r.paste(ctx, t, later); err != nil {
		return err
	}
	if sent, err = r.server.taken(ctx); err != nil {
		return err
	}
	r.into.Later.add(sent, r.part)
	return nil
}

// weighTyping records the transfers of a first query that is typed letter by
// letter.
func (r *reader) weighTyping(ctx context.Context, query string) (err error) {
	t, err := r.visit(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close(ctx)) }()
	if _, err := r.write(ctx, t, query); err != nil {
		return err
	}
	sent, err := r.server.taken(ctx)
	if err != nil {
		return err
	}
	r.into.Typed.add(sent, r.part)
	return nil
}

// timeKeys types all queries one after the other, each on the page of each
// reader in turn, with the page slowed down by a factor. The first query was
// asked before, so that what all queries need is loaded. times returns where to
// add the times of a result.
func timeKeys(ctx context.Context, readers []*reader, queries []string, slower float64,
	times func(*searchResult) (last, every *[]float64)) (err error) {
	tabs := map[*reader]*tab{}
	defer func() {
		for _, t := range tabs {
			err = errors.Join(err, t.close(ctx))
		}
	}()
	for _, r := range readers {
		t, err := r.visit(ctx)
		if err != nil {
			return err
		}
		tabs[r] = t
		if _, err := r.paste(ctx, t, queries[0]); err != nil {
			return err
		}
		if err := t.slowDown(ctx, slower); err != nil {
			return err
		}
	}
	for i, query := range queries {
		for _, r := range rotate(readers, i) {
			took, err := r.write(ctx, tabs[r], query)
			if err != nil {
				return fmt.Errorf("%s: %w", r.row, err)
			}
			last, every := times(r.into)
			*last = append(*last, took[len(took)-1])
			*every = append(*every, took...)
		}
	}
	return nil
}
