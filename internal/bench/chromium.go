//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// patience is the maximum time for one answer of the browser; it only ends a
// run that hangs.
const patience = time.Minute

// chromium is a headless browser, controlled through a pipe with the DevTools
// protocol, whose messages end in a zero byte. Events are ignored, since the
// page itself can be asked for everything.
type chromium struct {
	process *exec.Cmd
	to      *os.File

	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
	ended   error // why no further answer will come
}

// answer is the browser's answer to a numbered call.
type answer struct {
	ID     int             `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// startChromium starts the program with a profile of its own. It can only
// connect to this machine.
func startChromium(ctx context.Context, program, profile string) (*chromium, error) {
	fromUs, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	from, toUs, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, fromUs.Close(), to.Close())
	}
	c := &chromium{to: to, waiting: map[int]chan answer{}}
	c.process = exec.CommandContext(ctx, program, "--headless", "--remote-debugging-pipe", "--user-data-dir="+profile,
		"--no-sandbox", // required for root in a container
		"--disable-gpu", "--no-first-run", "--disable-component-update", "--disable-background-networking",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "about:blank")
	c.process.ExtraFiles = []*os.File{fromUs, toUs} // file descriptors 3 and 4
	c.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.process.Stderr = io.Discard // its children hold this pipe, too, so that Wait waits for all of them
	c.process.WaitDelay = patience
	err = c.process.Start()
	if err := errors.Join(err, fromUs.Close(), toUs.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("no browser: %w", err), to.Close(), from.Close())
	}
	go func() {
		defer from.Close()
		c.end(c.listen(bufio.NewReader(from)))
	}()
	return c, nil
}

// stop ends the browser with its children, which must not write to the profile
// afterwards.
func (c *chromium) stop() {
	_ = c.to.Close()
	_ = syscall.Kill(-c.process.Process.Pid, syscall.SIGKILL)
	_ = c.process.Wait()
}

// listen passes answers to their callers until the pipe closes.
func (c *chromium) listen(from *bufio.Reader) error {
	for {
		message, err := from.ReadBytes(0)
		if err != nil {
			return fmt.Errorf("the browser is gone: %w", err)
		}
		var a answer
		if err := json.Unmarshal(bytes.TrimSuffix(message, []byte{0}), &a); err != nil {
			return fmt.Errorf("the browser's message: %w", err)
		}
		c.mu.Lock()
		to, waited := c.waiting[a.ID]
		delete(c.waiting, a.ID)
		c.mu.Unlock()
		if waited {
			to <- a
		}
	}
}

// end tells all callers that no answer will come.
func (c *chromium) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = err
	for id, to := range c.waiting {
		close(to)
		delete(c.waiting, id)
	}
}

// fields is a JSON object.
type fields map[string]any

// call calls a method of the browser or, with a session, of the attached tab,
// and decodes the result into result unless that is nil.
func (c *chromium) call(ctx context.Context, session, method string, params fields, result any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	id, to, err := c.ask(session, method, params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	case a, ok := <-to:
		switch {
		case !ok:
			return fmt.Errorf("%s: %w", method, c.ended)
		case a.ID != id:
			return fmt.Errorf("%s: the answer to another question", method)
		case a.Error != nil:
			return fmt.Errorf("%s: %s", method, a.Error.Message)
		case result == nil:
			return nil
		}
		return json.Unmarshal(a.Result, result)
	}
}

func (c *chromium) ask(session, method string, params fields) (int, chan answer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return 0, nil, c.ended
	}
	c.last++
	message := fields{"id": c.last, "method": method}
	if params != nil {
		message["params"] = params
	}
	if session != "" {
		message["sessionId"] = session
	}
	text, err := json.Marshal(message)
	if err != nil {
		return 0, nil, err
	}
	to := make(chan answer, 1)
	c.waiting[c.last] = to
	_, err = c.to.Write(append(text, 0))
	return c.last, to, err
}

// tab is a page in its own browser context: its cache is empty at first and not
// shared.
type tab struct {
	*chromium
	context, session string
}

// newTab opens an empty tab.
func (c *chromium) newTab(ctx context.Context) (*tab, error) {
	var fresh struct {
		ID string `json:"browserContextId"`
	}
	if err := c.call(ctx, "", "Target.createBrowserContext", fields{"disposeOnDetach": true}, &fresh); err != nil {
		return nil, err
	}
	var target struct {
		ID string `json:"targetId"`
	}
	if err := c.call(ctx, "", "Target.createTarget", fields{"url": "about:blank", "browserContextId": fresh.ID}, &target); err != nil {
		return nil, err
	}
	var session struct {
		ID string `json:"sessionId"`
	}
	err := c.call(ctx, "", "Target.attachToTarget", fields{"targetId": target.ID, "flatten": true}, &session)
	return &tab{c, fresh.ID, session.ID}, err
}

func (t *tab) close(ctx context.Context) error {
	return t.call(ctx, "", "Target.disposeBrowserContext", fields{"browserContextId": t.context}, nil)
}

// open opens an address and waits until the page and its resources are loaded.
func (t *tab) open(ctx context.Context, address string) error {
	var shown struct {
		Error string `json:"errorText"`
	}
	if err := t.call(ctx, t.session, "Page.navigate", fields{"url": address}, &shown); err != nil {
		return err
	}
	if shown.Error != "" {
		return fmt.Errorf("%s: %s", address, shown.Error)
	}
	return t.evaluate(ctx, `new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", () => done())))`,
		nil)
}

// evaluate runs a JavaScript expression, waits for it if it is a promise, and
// decodes its value into value unless that is nil.
func (t *tab) evaluate(ctx context.Context, expression string, value any) error {
	var said struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text      string `json:"text"`
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	err := t.call(ctx, t.session, "Runtime.evaluate", fields{"expression": expression, "awaitPromise": true, "returnByValue": true}, &said)
	switch {
	case err != nil:
		return err
	case said.Exception != nil:
		return fmt.Errorf("%s: %s", said.Exception.Text, said.Exception.Exception.Description)
	case value == nil:
		return nil
	}
	return json.Unmarshal(said.Result.Value, value)
}

// show brings the tab to the front: background tabs may get fewer frames.
func (t *tab) show(ctx context.Context) error {
	return t.call(ctx, t.session, "Page.bringToFront", nil, nil)
}

// press presses and releases the key of a letter, which is typed unless Ctrl is
// held.
func (t *tab) press(ctx context.Context, letter string, ctrl bool) error {
	down := fields{"type": "keyDown", "key": letter, "text": letter}
	if ctrl {
		down = fields{"type": "rawKeyDown", "key": letter, "modifiers": 2}
	}
	if err := t.call(ctx, t.session, "Input.dispatchKeyEvent", down, nil); err != nil {
		return err
	}
	return t.call(ctx, t.session, "Input.dispatchKeyEvent", fields{"type": "keyUp", "key": letter}, nil)
}

// insert inserts a text at once, like pasting.
func (t *tab) insert(ctx context.Context, text string) error {
	return t.call(ctx, t.session, "Input.insertText", fields{"text": text}, nil)
}

// slowDown slows the page's thread down by a factor.
func (t *tab) slowDown(ctx context.Context, times float64) error {
	return t.call(ctx, t.session, "Emulation.setCPUThrottlingRate", fields{"rate": times}, nil)
}
