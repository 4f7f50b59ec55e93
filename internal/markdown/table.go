package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// table writes a table in a frame of its own, which scrolls where the screen
// is narrower than the table and can be reached by keyboard.
func (c *compiler) table(n *east.Table) {
	c.startBlock()
	c.tables++
	c.write(`<section class="tableau" aria-label="Tableau ` + strconv.Itoa(c.tables) + `" tabindex="0"><table>` + "\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		header := row.Kind() == east.KindTableHeader
		switch {
		case header:
			c.write("<thead>\n")
		case !body:
			c.write("<tbody>\n")
			body = true
		}
		c.write("<tr>")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			c.cell(cell.(*east.TableCell), header)
		}
		c.write("</tr>\n")
		if header {
			c.write("</thead>\n")
		}
	}
	if body {
		c.write("</tbody>\n")
	}
	c.write("</table></section>\n")
}

func (c *compiler) cell(n *east.TableCell, header bool) {
	c.startBlock()
	tag := "td"
	header = header && n.HasChildren() // the corner of a table names nothing
	if header {
		tag = "th"
	}
	c.write("<" + tag)
	if header {
		c.write(` scope="col"`)
	}
	switch n.Alignment {
	case east.AlignRight:
		c.write(` class="aligne-droite"`)
	case east.AlignCenter:
		c.write(` class="aligne-centre"`)
	}
	c.write(">")
	c.inside(n)
	c.write("</" + tag + ">")
}

// checkBox writes the box of a task, which readers cannot tick.
func (c *compiler) checkBox(n *east.TaskCheckBox) {
	label := "à faire"
	c.write(`<input type="checkbox" disabled`)
	if n.IsChecked {
		c.write(" checked")
		label = "fait"
	}
	c.writeAttr("aria-label", label)
	c.write("> ")
}

func hasCheckBox(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if block := item.FirstChild(); block != nil && block.FirstChild() != nil && block.FirstChild().Kind() == east.KindTaskCheckBox {
			return true
		}
	}
	return false
}
