package problem

import "testing"

func TestHintForANearMiss(t *testing.T) {
	fields := []string{"titre", "resume"}
	if got := OneOf("resumé", fields); got != "vouliez-vous dire « resume » ?" {
		t.Errorf("near: %q", got)
	}
	if got := OneOf("couverture", fields); got != "valeurs possibles : titre, resume" {
		t.Errorf("far: %q", got)
	}
}
