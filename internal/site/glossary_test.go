package site_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"intraqvt/internal/portaltest"
	"intraqvt/internal/site"

	"golang.org/x/text/unicode/norm"
)

var terms = files{
	"glossaire/rps.md":    "titre: Risques psychosociaux\nsigle: RPS\nsynonymes: [souffrance au travail]\n---\n",
	"glossaire/risque.md": "titre: Risque\n---\n",
	"glossaire/re.md":     "titre: Référent d’entité\nsigle: RE\n---\n",
	"glossaire/at-mp.md":  "titre: Accident du travail et maladie professionnelle\nsigle: AT-MP\n---\n",
	"glossaire/c2p.md":    "titre: Compte professionnel de prévention\nsigle: C2P\n---\n",
	"glossaire/qvt.md":    "titre: QVT\nforme_longue: qualité de vie au travail\nsynonymes: [QVCT]\n---\n",
	"glossaire/qvct.md":   "titre: QVCT\n---\n",
	"glossaire/charge.md": "titre: Charge de travail\n---\n",
	"glossaire/usure.md":  "titre: Usure professionnelle\n---\n",
	"glossaire/signal.md": "titre: Signal faible\n---\n",
	"glossaire/niveau.md": "titre: Niveau\n---\n",
	"glossaire/qqch.md":   "titre: Amp\n---\n",
	"glossaire/oeuvre.md": "titre: Mise en œuvre\n---\n",
	"glossaire/chsct.md":  "titre: CHSCT\nforme_longue: comité d’hygiène, de sécurité\nremplace_par: cse\ndepuis: 2018-01-01\n---\n",
	"glossaire/cse.md":    "titre: CSE\nsynonymes: [CHSCT]\n---\n",
	"glossaire/index.md":  "titre: Les mots\n---\n",
}

func TestGlossaryFindsTermsInText(t *testing.T) {
	g := linked(t, terms).Glossary
	for _, c := range []struct{ text, want string }{
		{"Les RPS, ici.", "RPS=rps"},
		{"les rps", ""}, // an acronym is case-sensitive
		{"re, Re et RE", "RE=re"},
		{"les AT-MP, AT MP ou AT/MP", "AT-MP=at-mp AT MP=at-mp AT/MP=at-mp"},
		{"un at-mp", ""},
		{"Le C2P", "C2P=c2p"},
		{"risques psychosociaux", "risques psychosociaux=rps"}, // the longer form wins
		{"Un RISQUE PSYCHOSOCIAL", "RISQUE PSYCHOSOCIAL=rps"},
		{"risque, puis psychosocial", "risque=risque"},
		{"le risque et les risques", "risque=risque risques=risque"},
		{"les signaux faibles", "signaux faibles=signal"},
		{"aux niveaux", "niveaux=niveau"},
		{"la charge\nde\u00a0travail", "charge\nde\u00a0travail=charge"},
		{"la charge-de-travail", "charge-de-travail=charge"},
		{"la charge  de travail", ""},
		{"surcharge de travail", ""},
		{"charge de travailler", ""},
		{"l’usure professionnelle", "usure professionnelle=usure"},
		{"L'USURE PROFESSIONNELLE.", "USURE PROFESSIONNELLE=usure"},
		{norm.NFD.String("un référent d’entité"), norm.NFD.String("référent d’entité") + "=re"},
		{"la mise en oeuvre", "mise en oeuvre=oeuvre"},
		{"La QVCT et la qualité de vie au travail", "QVCT=qvct qualité de vie au travail=qvt"}, // an entry of its own wins
		{"R&amp;D &lt;RPS&gt; &#34;RPS&#34; A & B", "RPS=rps RPS=rps"},                         // « amp » is not found
		{"l’amp &amp", "amp=qqch amp=qqch"},
		{"comité d’hygiène de sécurité", ""},
		{"du comité d’hygiène,\nde sécurité", "comité d’hygiène,\nde sécurité=chsct"},
		{"souffrance au travail", "souffrance au travail=rps"},
		{"les mots", ""}, // the folder's own page is no entry
		{"", ""},
	} {
		var got []string
		for m := range g.Find(c.text) {
			got = append(got, c.text[m.Start:m.End]+"="+slugs([]*site.Page{m.Term.Page}))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("in %q: %q, want %q", c.text, strings.Join(got, " "), c.want)
		}
	}
	for range linked(t, files{"a.md": "RPS"}).Glossary.Find("RPS") {
		t.Error("a term without a glossary")
	}
}

func TestOutdatedTermsAreNamedWithTheirPlace(t *testing.T) {
	sources := files{
		"fiches/a.md": "titre: A\n---\nL’accord : « à l’époque »,\nle CHSCT siégeait, le CHSCT.\n\nPuis **le CHSCT**.\n",
		"fiches/b.md": "titre: B\n---\n- Du temps\n- où le comité d'hygiène,\n  de sécurité était là\n",
		"fiches/c.md": "titre: C\n---\nLe [[chsct]] : le CHSCT.\n",
		"fiches/d.md": "titre: D\ndate: 2017-12-31\n---\nLe CHSCT.\n",
		"fiches/e.md": "titre: E\ndate: 2018-01-01\n---\nR&D : le CHSCT.\n",
		"fiches/f.md": "titre: F\nstatut: archive\n---\nLe CHSCT.\n",
		"fiches/g.md": "titre: G\n---\nLe `CHSCT`, un CSE.\n",
	}
	for name, text := range terms {
		sources[name] = text
	}
	const hint = " → on dit maintenant « CSE » ; si vous parlez du passé, liez [[chsct]]"
	expectSaid(t, linked(t, sources),
		"content/fiches/a.md:5:4 (avertissement) terme périmé « CHSCT »"+hint,
		"content/fiches/b.md:5:9 (avertissement) terme périmé « comité d’hygiène, de sécurité »"+hint,
		"content/fiches/e.md:5:10 (avertissement) terme périmé « CHSCT »"+hint,
	)
}

// BenchmarkLink links the corpus that the environment names, with its glossary
// if it has one.
func BenchmarkLink(b *testing.B) {
	dir := os.Getenv("INTRAQVT_CORPUS")
	if dir == "" {
		b.Skip("INTRAQVT_CORPUS names no source folder of Markdown")
	}
	files := portaltest.Layouts(b).Under(b, ".", os.DirFS(dir))
	for _, glossary := range []bool{false, true} {
		if glossary {
			for i := range 70 {
				files[fmt.Sprintf("content/glossaire/t%d.md",
					i)] = fmt.Sprintf("---\ntitre: Terme %c de rang %d\nresume: R\nremplace_par: t%d\n---\n", 'a'+i%26, i, (i+1)%70)
			}
		}
		p := portaltest.Load(b, files)
		b.Run(fmt.Sprintf("pages=%d,glossary=%v", len(p.Pages), glossary), func(b *testing.B) {
			for b.Loop() {
				site.Link(p.Pages, p.Types, &site.Config{}, site.Options{At: today, Assets: p.Site.Assets})
			}
		})
	}
}
