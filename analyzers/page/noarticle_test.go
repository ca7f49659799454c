package page_test

import (
	"strings"
	"testing"

	"warta/analyzers/page"
)

func TestPagesThatAreNoArticle(t *testing.T) {
	t.Parallel()
	const news = "KPU Kota Padang menggelar rapat pleno di aula kantor, Selasa (4/11/2025). "
	for name, c := range map[string]struct{ raw, want string }{
		"an error of a server":           {`<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested URL /x was not found on this server.</p><hr><address>Apache Server at x Port 443</address></body></html>`, "error"},
		"one of a site":                  {`<title>Halaman Tidak Ditemukan - KPU Kota Padang</title><h1>Oops!</h1><p>Halaman yang Anda cari sudah dipindahkan atau dihapus.</p>`, "error"},
		"a form to sign in":              {`<title>Panel Admin</title><h1>Selamat datang</h1><p>Silakan masuk dengan nama pengguna dan kata sandi Anda.</p><form><input name=u><input type="password" name=p></form>`, "sign in"},
		"a form without a password":      {`<title>Masuk</title><h1>Masuk</h1><p>Silakan masuk dengan nama pengguna Anda yang terdaftar.</p>`, "sign in"},
		"a menu":                         {`<title>Menu</title><nav><a href=x>Beranda</a></nav>`, "without running text"},
		"a short article":                {`<title>KPU Padang Rapat</title><h1>KPU Padang Rapat</h1><article><p>` + news + `</p></article>`, ""},
		"an article about such a page":   {`<title>Situs KPU: Halaman Tidak Ditemukan</title><h1>Situs KPU: Halaman Tidak Ditemukan</h1><article><p>` + strings.Repeat(news, 10) + `</p></article>`, ""},
		"an article beside such a form":  {`<title>KPU Padang Rapat</title><form><input type=password></form><h1>KPU Padang Rapat</h1><article><p>` + strings.Repeat(news, 10) + `</p></article>`, ""},
		"an article of people who enter": {`<title>KPU Padang Masuk Sekolah</title><h1>KPU Padang Masuk Sekolah</h1><article><p>` + news + `</p></article>`, ""},
	} {
		got := page.NoArticle(c.raw, page.Read(c.raw, true))
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
