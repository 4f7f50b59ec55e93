package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/registry"
	"golang.org/x/text/unicode/norm"
)

// forms writes a text's tokens as « words, =variant, +compound », a position
// apart.
func forms(text string) string {
	var s scanner
	var out []string
	for _, t := range s.read(text) {
		out = append(out, map[kind]string{word: "", variant: "=", compound: "+"}[t.kind]+string(s.form(t)))
	}
	return strings.Join(out, " ")
}

func TestAnalysis(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"lower case and accents", "ÉVÉNEMENT Noël août ça", "evenement noel aout ca"},
		{"ligatures", "Œuvre, cœur, ex æquo, Straße", "oeuvre coeur ex aequo strasse"},
		{"typographic forms", "la ﬁche, 20 m², 1ᵉʳ", "la fiche +20m2 20 m2 1er"},
		{"decomposed accents", "pre\u0301vention a\u0300 l'e\u0301te\u0301", "prevention a ete"},
		{"soft hyphens and joiners", "pré\u00advention bien\u200dveillance", "prevention bienveillance"},
		{"other scripts", "Ελλάδα Москва", "ελλαδα москва"},
		{"numbers", "le 2 août 2021, 12 déterminants, 3,5 %", "le 2 aout 2021 12 determinants 3 5"},
		{"elision", "l'accord d’entreprise qu'il jusqu’au lorsqu'elle s'évaluer", "accord entreprise il au elle evaluer"},
		{"apostrophes within a word", "aujourd'hui prud’hommes d'aujourd'hui", "aujourdhui prudhommes aujourdhui"},
		{"acronyms", "R.P.S. et Q.V.C.T, RPS", "rps et qvct rps"},
		{"a single letter is no acronym", "M. Martin, axe C.", "m martin axe c"},
		{"compounds", "bien-être, burn-out et télé\u2011travail", "+bien-etre bien etre +burn-out burn out et +tele-travail tele travail"},
		{"compound with an elided word", "main-d'œuvre", "+main-oeuvre main oeuvre"},
		{"compound written as two words", "le bien être au travail", "le +bien-etre bien etre au travail"},
		{"long compound", "savoir-faire, vis-à-vis, covid-19", "+savoir-faire savoir faire +vis-a-vis vis a vis +covid-19 covid 19"},
		{"verbs with pronouns", "est-ce, a-t-il, prends-le", "est ce a t il prends le"},
		{"numbers are no compound", "2021-2025", "2021 2025"},
		{"articles of codes", "L. 4121-1, L.4121-2, R4121, art. 12", "4121 =l4121 1 4121 =l4121 2 r4121 =4121 art 12"},
		{"article with its letter and a hyphen", "L4121-3", "+l4121-3 l4121 =4121 3"},
		{"inclusive: middle dots", "animateur·rice·s tous·tes né·e acteur·ices",
			"animateurs =animatrices tous =toutes ne =nee acteurs =actrices"},
		{"inclusive: bullets", "salarié•e•s, étudiant‧es", "salaries =salariees etudiants =etudiantes"},
		{"inclusive: hyphens", "référent-e-s, citoyen-ne-s", "referents =referentes citoyens =citoyennes"},
		{"inclusive: parentheses", "salarié(e)s, agent(s), directeur(trice)", "salaries =salariees agent =agents directeur =directrice"},
		{"inclusive: full stops", "salarié.e.s, conseiller.ère", "salaries =salariees conseiller =conseillere"},
		{"inclusive: slashes", "directeur/trice, employé/e", "directeur =directrice employe =employee"},
		{"inclusive: irregular", "nouveau·elle·x régional·e·aux sportif·ve professionnel·le·s chercheur·euse·s",
			"nouveaux =nouvelles regionaux =regionales sportif =sportive professionnels =professionnelles chercheurs =chercheuses"},
		{"inclusive: plural already", "étudiants·es nombreux·ses", "etudiants =etudiantes nombreux =nombreuses"},
		{"inclusive in a compound", "vice-président·e·s", "+vice-president vice presidents =presidentes"},
		{"not inclusive", "et/ou, QVT/QVCT, exemple.org, f(x), Paris (nord)", "et ou qvt qvct exemple org f x paris nord"},
		{"nothing", " — « » … ", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := forms(test.text); got != test.want {
				t.Errorf("forms of %q:\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestPositionsCountWordsOfTheText(t *testing.T) {
	var s scanner
	var got []string
	for _, tok := range s.read("l'accord de bien-être des salarié·e·s") {
		got = append(got, fmt.Sprintf("%s@%d", s.form(tok), tok.pos))
	}
	want := "accord@0 de@1 bien-etre@2 bien@2 etre@3 des@4 salaries@5 salariees@5"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestTokensSpanTheirSource(t *testing.T) {
	text := "L’équipe des animateur·rice·s, l'agent(s) et le bien-être."
	var s scanner
	var got []string
	for _, tok := range s.read(text) {
		got = append(got, text[tok.start:tok.end])
	}
	want := []string{"équipe", "des", "animateur·rice·s", "animateur·rice·s", "agent(s)", "agent(s)", "et", "le", "bien-être", "bien",
		"être"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestLongWordsAreCut(t *testing.T) {
	if got := forms(strings.Repeat("aé", 100)); got != strings.Repeat("ae", maxForm/2) {
		t.Errorf("got %q", got)
	}
}

func TestBleveKnowsTheAnalyzer(t *testing.T) {
	a, err := registry.NewCache().AnalyzerNamed(analyzerName)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tok := range a.Analyze([]byte("les salarié·e·s de l'Œuvre")) {
		got = append(got, fmt.Sprintf("%s@%d:%d-%d", tok.Term, tok.Position, tok.Start, tok.End))
	}
	want := "salaries@2:4-18 salariees@2:4-18 oeuvre@4:24-30"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, " "), want)
	}
}

func FuzzAnalysis(f *testing.F) {
	for _, seed := range []string{
		"animateur·rice·s", "R.P.S. L. 4121-1 l’été", "bien être", "salarié(e)s)(", "\xff\xfe-é", "e\u0301\u0323", "ŀ ½ ™ ﷺ", "가각",
		"a·b-c.d/e(f)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s scanner
		for _, tok := range s.read(text) {
			if tok.start >= tok.end || int(tok.end) > len(text) {
				t.Fatalf("%q: token %q from %d to %d", text, s.form(tok), tok.start, tok.end)
			}
			if n := len(s.form(tok)); n == 0 || n > maxForm+1 {
				t.Fatalf("%q: form of %d bytes", text, n)
			}
		}
		if !utf8.ValidString(text) {
			return
		}
		if composed, decomposed := forms(norm.NFC.String(text)), forms(norm.NFD.String(text)); composed != decomposed {
			t.Fatalf("%q:\nNFC %s\nNFD %s", text, composed, decomposed)
		}
	})
}
