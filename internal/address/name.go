package address

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"intraqvt/internal/problem"
)

// Maximum lengths of names. File systems limit names in bytes on Linux and in
// 16-bit units on Windows; on a shared drive, Windows allows 260 units for the
// whole path, drive included.
const (
	maxSegment  = 255
	maxPath     = 2000
	maxOnShares = 200
)

// ownPrefix begins the names that the publication uses for itself.
const ownPrefix = ".intraqvt-"

// CheckName checks the name of a file or folder. If some system cannot store
// it, ok is false and p is a warning without position.
func CheckName(name string) (p problem.Problem, ok bool) {
	stem, _, _ := strings.Cut(name, ".")
	message := ""
	if i := strings.IndexAny(name, `<>:"|?*\`); i >= 0 {
		message = "Windows n’admet pas « " + name[i:i+1] + " » dans un nom"
	} else if strings.ContainsFunc(name, unicode.IsControl) {
		message = "le nom contient un signe de commande, que l’on ne voit pas"
	} else if last := name[len(name)-1]; last == '.' || last == ' ' {
		message = "le nom finit par un point ou une espace, que Windows retire"
	} else if slices.Contains(devices, strings.ToUpper(strings.TrimRight(stem, " "))) {
		message = "« " + stem + " » désigne un appareil sous Windows, qui n’en fait pas un fichier"
	} else if n := units(name, maxSegment); n > maxSegment {
		message = fmt.Sprintf("un nom de %d signes : Windows en admet %d", n, maxSegment)
	} else {
		return problem.Problem{}, true
	}
	return problem.UnportableName.In("").Say(message, remedy), false
}

// units returns the length of a name as Windows counts it, if it may exceed the
// limit: a name never has more units than bytes.
func units(name string, limit int) int {
	if len(name) <= limit {
		return len(name)
	}
	return len(utf16.Encode([]rune(name)))
}

const remedy = "renommez-le en lettres, chiffres et traits d’union, sans quoi ceux qui travaillent sous Windows n’ont pas ce fichier"

// devices are the names that Windows reserves, with any extension.
var devices = func() []string {
	names := []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
	for _, digit := range "123456789¹²³" {
		names = append(names, "COM"+string(digit), "LPT"+string(digit))
	}
	return names
}()

// CheckOutput checks a name below the portal's root. p is an error if nothing
// can be published there, or a warning if some system cannot store a name of
// this length. Call [CheckName] for each part of the name, too.
func CheckOutput(name string) (p problem.Problem, ok bool) {
	message, hint := "", "raccourcissez le nom du fichier ou de son dossier"
	longest := slices.MaxFunc(strings.Split(name, "/"), func(a, b string) int { return len(a) - len(b) })
	switch {
	case strings.Contains(name, `\`):
		message, hint = "« \\ » sépare les dossiers sous Windows : rien ne peut être publié sous ce nom",
			"remplacez-le par un trait d’union ou, pour un dossier, par « / »"
	case strings.ContainsFunc(name, unicode.IsControl):
		message, hint = "le nom contient un signe de commande, que l’on ne voit pas : rien ne peut être publié sous ce nom",
			"retapez le nom"
	case !fs.ValidPath(name) || strings.HasPrefix(name, ownPrefix):
		message, hint = "rien ne peut être publié sous ce nom", "choisissez-en un autre"
	case len(longest) > maxSegment:
		message = fmt.Sprintf("un nom de %d octets : %d au plus", len(longest), maxSegment)
	case len(name) > maxPath:
		message = fmt.Sprintf("un chemin de %d octets : %d au plus", len(name), maxPath)
	}
	if message != "" {
		return problem.ImpossibleName.In("").Say(message, hint), false
	}
	if n := units(name, maxOnShares); n > maxOnShares {
		message = fmt.Sprintf("un chemin de %d signes : au-delà de %d, un lecteur partagé de Windows risque de ne pas l’ouvrir", n,
			maxOnShares)
		return problem.UnportableName.In("").Say(message, hint), false
	}
	return problem.Problem{}, true
}
