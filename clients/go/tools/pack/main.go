// Packs module folders into a folder that serves as a GOPROXY: what users would get from a proxy.
//
//	pack -license FILE -version VERSION -out FOLDER MODULE_FOLDER…
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack: ")
	license := flag.String("license", "", "the license that a module gets which has none in its folder")
	version := flag.String("version", "", "the version, such as v0.1.0")
	out := flag.String("out", "", "the folder to pack into")
	flag.Parse()
	for _, folder := range flag.Args() {
		if err := pack(folder, *version, *license, *out); err != nil {
			log.Fatal(err)
		}
	}
}

func pack(folder, version, license, out string) error {
	mod, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return err
	}
	packed := module.Version{Path: modfile.ModulePath(mod), Version: version}
	escaped, err := module.EscapePath(packed.Path)
	if err != nil {
		return err
	}
	proxy := filepath.Join(out, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(proxy, 0o755); err != nil {
		return err
	}
	files, err := contents(folder, license)
	if err != nil {
		return err
	}
	archive, err := os.Create(filepath.Join(proxy, version+".zip"))
	if err != nil {
		return err
	}
	// Checks what the go command checks: paths, sizes, the module's name.
	if err := zip.Create(archive, packed, files); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	info, err := json.Marshal(map[string]string{"Version": version, "Time": "2026-01-01T00:00:00Z"})
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{version + ".info": info, version + ".mod": mod, "list": []byte(version + "\n")} {
		if err := os.WriteFile(filepath.Join(proxy, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// contents are the files of the module, as the go command would take them from a repository: without nested modules,
// and with the repository's license where the folder has none.
func contents(folder, license string) ([]zip.File, error) {
	checked, err := zip.CheckDir(folder)
	if err != nil {
		return nil, err
	}
	if len(checked.Invalid) > 0 {
		return nil, fmt.Errorf("%s: %v", folder, checked.Invalid)
	}
	var files []zip.File
	licensed := false
	for _, path := range checked.Valid {
		within, err := filepath.Rel(folder, path)
		if err != nil {
			return nil, err
		}
		licensed = licensed || within == "LICENSE"
		files = append(files, file{filepath.ToSlash(within), path})
	}
	if !licensed && license != "" {
		files = append(files, file{"LICENSE", license})
	}
	return files, nil
}

type file struct {
	within, path string
}

func (f file) Path() string                 { return f.within }
func (f file) Lstat() (fs.FileInfo, error)  { return os.Lstat(f.path) }
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.path) }
