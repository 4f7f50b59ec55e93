package delivery

import (
	"strings"
	"testing"
)

func TestParseServer(t *testing.T) {
	tests := []struct {
		address, password string
		want              Server
		fault             string // part of the error
	}{
		{"smtp://relais.exemple.fr", "", Server{host: "relais.exemple.fr", port: 587, security: startTLS}, ""},
		{"smtp://relais.exemple.fr:25/", "inutile", Server{host: "relais.exemple.fr", port: 25, security: startTLS}, ""},
		{"smtps://marie@exemple.fr@relais.exemple.fr", "p",
			Server{host: "relais.exemple.fr", port: 465, security: implicitTLS, user: "marie@exemple.fr", password: "p"}, ""},
		{"smtps://marie%40exemple.fr@relais.exemple.fr:1465", "p",
			Server{host: "relais.exemple.fr", port: 1465, security: implicitTLS, user: "marie@exemple.fr", password: "p"}, ""},
		{"smtp+plain://localhost:2525", "", Server{host: "localhost", port: 2525, security: plainText}, ""},
		{"smtp+plain://[::1]:2525", "", Server{host: "::1", port: 2525, security: plainText}, ""},
		{"smtp+plain://relais.exemple.fr", "", Server{}, "n’est pas chiffré"},
		{"smtp+plain://marie@localhost", "p", Server{}, "pas d’identification"},
		{"smtp://marie@relais.exemple.fr", "", Server{}, PasswordVariable},
		{"smtp://marie:secret@relais.exemple.fr", "", Server{}, PasswordVariable},
		{"http://relais.exemple.fr", "", Server{}, "smtp:// ou smtps://"},
		{"relais.exemple.fr:587", "", Server{}, "smtp:// ou smtps://"},
		{"smtp://", "", Server{}, "smtp://hôte:port"},
		{"smtp://relais.exemple.fr/boite", "", Server{}, "smtp://hôte:port"},
		{"smtp://relais.exemple.fr:70000", "", Server{}, "n’est pas un port"},
		{"smtp://marie:secret@relais:x", "", Server{}, "illisible"},
	}
	for _, test := range tests {
		got, err := ParseServer(test.address, test.password)
		if test.fault == "" {
			test.want.patience = usualPatience
		}
		if test.fault == "" && (err != nil || got != test.want) {
			t.Errorf("%s: %+v %v, want %+v", test.address, got, err, test.want)
		}
		if test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %v, want an error that says %q and keeps the password", test.address, err, test.fault)
		}
	}
}
