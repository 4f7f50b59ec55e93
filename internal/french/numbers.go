package french

import (
	"regexp"
	"strconv"
	"strings"
)

// Number writes a number: 12 000, 3,5, −2.
func Number[N int | int64 | float64](n N) string {
	s := strconv.FormatFloat(float64(n), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "−", rest
	}
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(string(nnbsp))
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("," + fraction)
	}
	return sign + b.String()
}

var (
	number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)
	spaces = strings.NewReplacer(",", ".", " ", "", string(nnbsp), "", string(nbsp), "", "−", "-")
)

// ParseNumber reads a number in French or YAML notation: 12 000,5 or 12000.5.
func ParseNumber(s string) (n float64, ok bool) {
	s = spaces.Replace(s)
	if !number.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// Counted writes a number with its noun, which is singular below two: 0 page, 1
// page, 1 200 pages.
func Counted(n int, one, many string) string {
	if n > 1 {
		one = many
	}
	return Number(n) + " " + one
}
