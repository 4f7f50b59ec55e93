package french

import (
	"math"
	"testing"
)

func TestSize(t *testing.T) {
	for bytes, want := range map[int64]string{
		-5:              "0\u00a0octet",
		0:               "0\u00a0octet",
		1:               "1\u00a0octet",
		2:               "2\u00a0octets",
		999:             "999\u00a0octets",
		1000:            "1\u00a0Ko",
		1049:            "1\u00a0Ko",
		1050:            "1,1\u00a0Ko",
		1500:            "1,5\u00a0Ko",
		9_949:           "9,9\u00a0Ko",
		9_950:           "10\u00a0Ko",
		12_345:          "12\u00a0Ko",
		999_499:         "999\u00a0Ko",
		999_500:         "1\u00a0Mo",
		2_400_000:       "2,4\u00a0Mo",
		48_000_000:      "48\u00a0Mo",
		1_234_000_000:   "1,2\u00a0Go",
		5e12:            "5\u00a0To",
		math.MaxInt64:   "9,2\u00a0Eo",
		999_499_999_999: "999\u00a0Go",
	} {
		if got := Size(bytes); got != want {
			t.Errorf("Size(%d) = %q, want %q", bytes, got, want)
		}
	}
}

func TestSizeAboveALimit(t *testing.T) {
	for bytes, want := range map[int64]string{
		1:         "1\u00a0octet",
		1000:      "1\u00a0Ko",
		1001:      "1,1\u00a0Ko",
		9_901:     "10\u00a0Ko",
		102_000:   "102\u00a0Ko",
		102_001:   "103\u00a0Ko",
		999_001:   "1\u00a0Mo",
		1_000_001: "1,1\u00a0Mo",
	} {
		if got := SizeUp(bytes); got != want {
			t.Errorf("SizeUp(%d) = %q, want %q", bytes, got, want)
		}
	}
}
