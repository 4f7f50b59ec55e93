package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// table reports a table, row by row.
func (k *walker) table(n *east.Table) {
	k.startBlock()
	k.tables++
	e := Element{Kind: KindTable, Level: k.tables}
	k.begin(e)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		r := Element{Kind: KindRow, Head: row.Kind() == east.KindTableHeader}
		k.begin(r)
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			k.cell(cell.(*east.TableCell), r.Head)
		}
		k.end(r)
	}
	k.end(e)
}

func (k *walker) cell(n *east.TableCell, head bool) {
	k.startBlock()
	e := Element{Kind: KindCell, Head: head && n.HasChildren()} // the empty corner of a table is not a heading
	switch n.Alignment {
	case east.AlignRight:
		e.Align = AlignEnd
	case east.AlignCenter:
		e.Align = AlignCentre
	}
	k.begin(e)
	k.inside(n)
	k.end(e)
}

// table begins a table in a frame that scrolls on narrow screens and can be
// focused by keyboard.
func (w *pageWriter) table(e Element) {
	w.body = false
	w.write(`<section class="tableau"`)
	w.name("aria-label", "Tableau "+strconv.Itoa(e.Level))
	w.write(` tabindex="0"><table>` + "\n")
}

func (w *pageWriter) endTable() {
	if w.body {
		w.write("</tbody>\n")
	}
	w.write("</table></section>")
}

func (w *pageWriter) row(e Element) {
	switch {
	case e.Head:
		w.write("<thead>\n")
	case !w.body:
		w.write("<tbody>\n")
		w.body = true
	}
	w.write("<tr>")
}

func (w *pageWriter) endRow(e Element) {
	w.write("</tr>")
	if e.Head {
		w.write("\n</thead>")
	}
}

func (w *pageWriter) cell(e Element) {
	w.write("<" + e.Tag())
	if e.Head {
		w.attr("scope", "col")
	}
	switch e.Align {
	case AlignEnd:
		w.attr("class", "aligne-droite")
	case AlignCentre:
		w.attr("class", "aligne-centre")
	}
	w.write(">")
}

// taskBox writes the box of a task, which readers cannot change.
func (w *pageWriter) taskBox(e Element) {
	label := "à faire"
	w.write(`<input type="checkbox" disabled`)
	if e.Done {
		w.write(" checked")
		label = "fait"
	}
	w.attr("aria-label", label)
	w.write("> ")
}

// item reports an item of a list, which may be a task.
func (k *walker) item(n *ast.ListItem) {
	e := Element{Kind: KindItem}
	if box := checkBox(n); box != nil {
		e.Tasks, e.Done = true, box.IsChecked
	}
	k.element(e, n)
}

func hasCheckBox(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if checkBox(item) != nil {
			return true
		}
	}
	return false
}

// checkBox returns the box at the beginning of an item, or nil.
func checkBox(item ast.Node) *east.TaskCheckBox {
	block := item.FirstChild()
	if block == nil || block.FirstChild() == nil {
		return nil
	}
	box, _ := block.FirstChild().(*east.TaskCheckBox)
	return box
}
