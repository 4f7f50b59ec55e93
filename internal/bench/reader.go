package main

import (
	"context"
	"errors"
	"fmt"
)

// reader searches from one page of a site, as a person does: Ctrl+K, then
// keys.
type reader struct {
	browser *chromium
	server  *siteServer
	part    func(name string) string // as a searcher's
	page    string                   // address
	script  string                   // defines bench and opened on a page
}

// shown is what the page says of an answer that it shows.
type shown struct {
	Milliseconds float64 `json:"milliseconds"` // since the last key
	Results      int     `json:"shown"`
}

// visit opens the page in a fresh browser, and has use search there.
func (r reader) visit(ctx context.Context, use func(t *tab) error) (err error) {
	t, err := r.browser.newTab(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close(ctx)) }()
	if err := t.open(ctx, r.page); err != nil {
		return err
	}
	if err := t.evaluate(ctx, r.script, nil); err != nil {
		return err
	}
	if _, err := r.server.taken(ctx); err != nil { // the page's own
		return err
	}
	return use(t)
}

// start opens the dialog or, where it is open, empties its field.
func (r reader) start(ctx context.Context, t *tab) error {
	if err := t.press(ctx, "k", true); err != nil {
		return err
	}
	return t.evaluate(ctx, `new Promise((done) => {
		const look = () => (opened() ? done() : requestAnimationFrame(look));
		look();
	})`, nil)
}

// answer has act change the query to text, and waits until the answer is seen.
func (r reader) answer(ctx context.Context, t *tab, text string, act func() error) (shown, error) {
	var s shown
	if err := t.evaluate(ctx, fmt.Sprintf("void bench.expect(%q)", text), nil); err != nil {
		return s, err
	}
	if err := act(); err != nil {
		return s, err
	}
	return s, t.evaluate(ctx, "bench.answer", &s)
}

// paste puts in a query at once.
func (r reader) paste(ctx context.Context, t *tab, query string) (shown, error) {
	if err := r.start(ctx, t); err != nil {
		return shown{}, err
	}
	return r.answer(ctx, t, query, func() error { return t.insert(ctx, query) })
}

// write types a query and waits for the answer to each letter. It returns
// the milliseconds of each.
func (r reader) write(ctx context.Context, t *tab, query string) ([]float64, error) {
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

// weighQueries notes what a first query takes and what another one after it.
func (r reader) weighQueries(ctx context.Context, first, later string, into *searchResult) error {
	return r.visit(ctx, func(t *tab) error {
		s, err := r.paste(ctx, t, first)
		if err != nil {
			return err
		}
		sent, err := r.server.taken(ctx)
		if err != nil {
			return err
		}
		into.First.add(sent, r.part)
		into.Requests = append(into.Requests, float64(len(sent)))
		into.Shown = append(into.Shown, float64(s.Results))
		if _, err := r.paste(ctx, t, later); err != nil {
			return err
		}
		if sent, err = r.server.taken(ctx); err != nil {
			return err
		}
		into.Later.add(sent, r.part)
		return nil
	})
}

// weighTyping notes what a first query takes where each letter is answered.
func (r reader) weighTyping(ctx context.Context, query string, into *searchResult) error {
	return r.visit(ctx, func(t *tab) error {
		if _, err := r.write(ctx, t, query); err != nil {
			return err
		}
		sent, err := r.server.taken(ctx)
		into.Typed.add(sent, r.part)
		return err
	})
}

// timeKeys types all queries one after the other on one page, some times
// slowed down, the first once more before: what all queries need is loaded.
func (r reader) timeKeys(ctx context.Context, queries []string, slower float64) (last, every []float64, err error) {
	err = r.visit(ctx, func(t *tab) error {
		if _, err := r.paste(ctx, t, queries[0]); err != nil {
			return err
		}
		if err := t.slowDown(ctx, slower); err != nil {
			return err
		}
		for _, query := range queries {
			times, err := r.write(ctx, t, query)
			if err != nil {
				return err
			}
			last = append(last, times[len(times)-1])
			every = append(every, times...)
		}
		return nil
	})
	return last, every, err
}
