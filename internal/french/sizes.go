package french

import (
	"strconv"
	"strings"
)

// Size writes a number of bytes for French readers: "1 octet", "840 octets",
// "1,5 Ko", "12 Mo". Units are decimal (1 Ko = 1000 octets), with one decimal
// below ten. The space before the unit is U+00A0, so that no line breaks there.
// A negative number counts as 0.
func Size(bytes int64) string {
	bytes = max(bytes, 0)
	if bytes < 2 {
		return strconv.FormatInt(bytes, 10) + string(nbsp) + "octet"
	}
	if bytes < 1000 {
		return strconv.FormatInt(bytes, 10) + string(nbsp) + "octets"
	}
	units := []string{"Ko", "Mo", "Go", "To", "Po", "Eo"}
	value := float64(bytes) / 1000
	for value >= 999.5 && len(units) > 1 {
		value, units = value/1000, units[1:]
	}
	return decimal(value) + string(nbsp) + units[0]
}

// SizeUp is [Size] rounded up, so that a size above a limit is shown above it.
func SizeUp(bytes int64) string {
	unit := int64(1)
	for bytes/unit >= 1000 {
		unit *= 1000
	}
	step := unit
	if bytes/unit < 10 {
		step = max(unit/10, 1)
	}
	return Size((bytes + step - 1) / step * step)
}

func decimal(value float64) string {
	if value >= 9.95 {
		return strconv.FormatFloat(value, 'f', 0, 64)
	}
	s := strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
	return strings.Replace(s, ".", ",", 1)
}
