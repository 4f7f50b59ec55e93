package house

// room is what a package of the project may import of the others. Tests may
// import besides what testsMay lists.
type room struct {
	may      []string // rooms, relative to the module
	testsMay []string
	why      string // why it may import no other
}

// anything stands for every room, in room.may.
const anything = "..."

// stages up to the linked site, which later rooms may all look at.
var upToSite = []string{"internal/french", "internal/problem", "internal/address", "internal/schema", "internal/markdown", "internal/content", "internal/site"}

// templates are the embedded layouts and static files. Only the build hands
// them out; tests may try their package on the real ones.
var templates = []string{"layouts", "static"}

// rooms is the import table. A package that is not in it is a failure: a new
// room is an architectural decision.
var rooms = map[string]room{
	"internal/french":            {nil, nil, "what French is depends on no portal"},
	"internal/problem":           {upToSite[:1], nil, "every stage complains through it, so it can know none of them"},
	"internal/address":           {upToSite[:2], nil, "what an address may be depends on how it is written alone"},
	"internal/mailaddr":          {upToSite[:1], nil, "what a mail address is depends on no stage"},
	"internal/schema":            {upToSite[:2], templates, "a type's description is read before there is any content"},
	"internal/markdown":          {upToSite[:3], join(upToSite[5:], "internal/compare", "internal/newsletter", "internal/schema"), "what a text says depends on that text alone"},
	"internal/media":             {upToSite[:2], nil, "what becomes of a file depends on that file alone"},
	"internal/content":           {join(upToSite[:5], "internal/mailaddr"), templates, "what a page says depends on its file and its type alone"},
	"internal/site":              {join(upToSite[:6], "internal/mailaddr"), templates, "what a site says depends on its pages alone"},
	"internal/history":           {nil, nil, "what git tells of a file depends on the repository alone"},
	"internal/render":            {join(upToSite, "internal/media"), templates, "what an address renders to depends on the site and the layouts alone"},
	"internal/compare":           {upToSite, nil, "what changed between two sites depends on these sites alone"},
	"internal/wordlist":          {nil, nil, "whether a word exists depends on no portal"},
	"internal/search":            {join(upToSite[:2], "internal/wordlist"), []string{"internal/search/enginetest"}, "it indexes documents whatever they were made of; the build makes them of the site"},
	"internal/search/enginetest": {[]string{"internal/french"}, nil, "it runs the engine as it is written"},
	"internal/recipients":        {join(upToSite[:2], "internal/mailaddr"), nil, "who is on a list depends on the list alone"},
	"internal/newsletter":        {join(upToSite[:3], "internal/mailaddr", "internal/markdown", "internal/recipients"), nil, "an e-mail is one more writing of a text that has been linked already"},
	"internal/publish":           {upToSite[:2], nil, "it moves bytes whose meaning it does not know"},
	"internal/build": {join(upToSite, "internal/compare", "internal/history", "internal/media", "internal/render", "internal/search", "internal/newsletter", "internal/publish", "layouts", "static"), []string{"internal/search/enginetest"},
		"it orders the stages; the commands around it call it, not the reverse"},
	"internal/preview": {join(upToSite[:3], "internal/build", "internal/compare", "internal/media", "internal/render", "internal/site"), templates, "a preview is the same pipeline as a build, not a second one"},
	"internal/hub":     {[]string{"internal/build", "internal/publish", "internal/problem"}, nil, "publication by git push runs a build like any other"},
	"internal/editor":  {[]string{"internal/build", "internal/publish", "internal/problem"}, nil, "the editor writes content files and lets a build judge them"},

	"layouts": {nil, nil, "it is a folder of templates with an embed directive"},
	"static":  {nil, nil, "it is a folder of assets with an embed directive"},

	"cmd/intraqvt": {[]string{anything}, nil, ""},

	"internal/wordlist/expand": {[]string{"internal/search", "internal/wordlist"}, nil, "the list is made of what the analysis of texts makes of a dictionary"},

	"internal/bench":       {nil, nil, "it measures the program from outside, as any other tool"},
	"internal/bench/floor": {nil, nil, "the floor of the measurements has none of the program's code"},
	"internal/house":       {nil, []string{"internal/schema", "internal/problem"}, "it judges the packages and needs none of them"},
	"internal/browser":     {nil, []string{"internal/address", "internal/build", "internal/preview", "internal/problem"}, "it tries the built site as a reader does"},
}

// notImported are the rooms at the end of the way: what they hold is of no use
// to any other.
var notImported = map[string]string{
	"cmd/intraqvt":             "a command is wiring; what others need belongs in a room",
	"internal/wordlist/expand": "it makes a file that is kept, and is no part of the program",
	"internal/bench":           "measurements are no part of the program",
	"internal/bench/floor":     "measurements are no part of the program",
	"internal/house":           "tests are no part of the program",
	"internal/browser":         "tests are no part of the program",
}

// library is a module or package from outside that few rooms may import, in
// tests too.
type library struct {
	path  string // and everything below
	rooms []string
	why   string
}

var libraries = []library{
	{"github.com/yuin/goldmark", []string{"internal/markdown", "internal/bench/floor"}, "markdown alone knows how Markdown is read, so the parser can be replaced in one place"},
	{"github.com/evanw/esbuild", []string{"internal/render"}, "render alone knows how scripts are bundled"},
	{"github.com/blevesearch", []string{"internal/search"}, "search alone knows where its index is kept"},
	{"github.com/adrg/frontmatter", []string{"internal/content"}, "content alone knows how a source file begins"},
	{"github.com/aymanbagabas/go-udiff", []string{"internal/compare"}, "compare alone knows how words are compared"},
	{"github.com/fsnotify/fsnotify", []string{"internal/preview"}, "only a preview watches files; a build reads them once"},
	{"github.com/wneessen/go-mail", []string{"internal/newsletter"}, "newsletter alone sends mail"},
	{"net/smtp", []string{"internal/newsletter"}, "newsletter alone sends mail"},
	{"github.com/chromedp", []string{"internal/browser"}, "only tests drive a browser"},
	{"github.com/spf13/cobra", []string{"cmd/intraqvt"}, "flags and the terminal are the command's; a room gets options"},
}

// shapelessNames say nothing of what a package is about.
var shapelessNames = []string{"util", "utils", "common", "helper", "helpers", "types", "misc"}

func join(list []string, more ...string) []string {
	return append(append([]string(nil), list...), more...)
}
