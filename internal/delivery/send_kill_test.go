package delivery

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// processVariable holds the orders of a sending process, which is this test
// binary run once more.
const processVariable = "INTRAQVT_TEST_SENDING"

type orders struct {
	Server, Ledger string
	People         int
}

// TestSendingProcess is the process that TestSendKilled kills.
func TestSendingProcess(t *testing.T) {
	var o orders
	if given := os.Getenv(processVariable); given == "" {
		t.Skip("run by TestSendKilled")
	} else if err := json.Unmarshal([]byte(given), &o); err != nil {
		t.Fatal(err)
	}
	server, err := ParseServer(o.Server, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Send(t.Context(),
		Options{Issue: january, Subject: "La lettre n° 4", Recipients: people(o.People), Message: shortMessage, Server: server,
			Ledger: o.Ledger}); err != nil {
		t.Fatal(err)
	}
}

// killer is a server's hook that kills the sending process at a moment of one
// of its messages.
type killer struct {
	mu       sync.Mutex
	process  *os.Process
	when     moment
	messages int  // of this process, until it is killed
	atOnce   bool // before the server says another word; otherwise whenever the kill gets there
	killed   int
}

func (k *killer) hook(m moment, _ string, _ *smtp.Conn) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if m != k.when || k.process == nil {
		return nil
	}
	if k.messages--; k.messages > 0 {
		return nil
	}
	process := k.process
	k.process = nil
	k.killed++
	if k.atOnce {
		return process.Kill()
	}
	go func() { _ = process.Kill() }()
	return nil
}

// A sending that is killed and started again, at 20 moments of 1,000 messages,
// sends one message to each person. Only whose message was in the server's
// hands when the kill came may have none or one, and the ledger says who.
func TestSendKilled(t *testing.T) {
	kills, count := 20, 1000
	if testing.Short() {
		kills, count = 5, 100
	}
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	k := &killer{}
	server := serve(t, "smtp+plain", &mailServer{hook: k.hook})
	o := options(t, server, count)
	given, err := json.Marshal(orders{server.address, o.Ledger, count})
	if err != nil {
		t.Fatal(err)
	}
	moments := []moment{atMail, atRcpt, atData, atContent, accepting}
	for range kills {
		k.mu.Lock()
		k.when, k.atOnce = moments[random.IntN(len(moments))], random.IntN(2) == 0
		k.messages = 1 + random.IntN(count*9/10/kills) // all kills come before the end
		// The process may send as soon as it is started: the lock is held
		// until the killer knows it.
		process := exec.Command(os.Args[0], "-test.run=^TestSendingProcess$")
		process.Env = append(os.Environ(), processVariable+"="+string(given))
		var output strings.Builder
		process.Stdout, process.Stderr = &output, &output
		if err := process.Start(); err != nil {
			k.mu.Unlock()
			t.Fatal(err)
		}
		k.process = process.Process
		k.mu.Unlock()
		if err := process.Wait(); err == nil || output.Len() > 0 {
			t.Fatalf("the process ended by itself: %v\n%s", err, output.String())
		}
	}
	if k.killed != kills {
		t.Fatalf("%d kills, want %d", k.killed, kills)
	}

	report, err := Send(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Uncertain) > kills || report.Earlier+report.Accepted+len(report.Uncertain) != count || report.Earlier == 0 ||
		report.Accepted == 0 {
		t.Errorf("%d uncertain, %d before the last run and %d in it", len(report.Uncertain), report.Earlier, report.Accepted)
	}
	uncertain := map[string]bool{}
	for _, address := range addresses(report.Uncertain) {
		uncertain[address] = true
	}
	delivered := 0
	for _, r := range o.Recipients {
		n := len(server.inbox(r.Address))
		if n > 1 || n == 0 && !uncertain[r.Address] {
			t.Errorf("%s got %d messages; uncertain: %v", r.Address, n, uncertain[r.Address])
		}
		if uncertain[r.Address] {
			delivered += n
		}
	}
	t.Logf("%d uncertain, of whom %d have their message", len(uncertain), delivered)

	// Asked for, those get another, and nobody else does.
	o.Again = true
	if report, err = Send(t.Context(), o); err != nil || report.Accepted != len(uncertain) || len(report.Uncertain) > 0 {
		t.Errorf("again: %v %+v", err, report)
	}
	if got := server.total(); got != count+delivered {
		t.Errorf("%d messages in all, want %d", got, count+delivered)
	}
}
