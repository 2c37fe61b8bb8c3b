package reports

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/flaghelp"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// Reports are what a program writes: what has a [Set] embedded, and tells in short what came of it.
type Reports interface {
	Add(name string, parts ...Text)
	Names() []string
	Others(dir string) []string
	Write(dir string) error
	Digest(lang kam.Lang) Digest
}

// Program is what a program does.
type Program[R Reports] struct {
	// Name is that of the program, Does what it does in a sentence.
	Name, Does string
	// Sample are the built-in rules of a built-in sample, Realset those of the practice set.
	Sample, Realset fs.FS
	// Play makes the reports of the files of an export, or of the sample, by rules.
	Play func(ctx context.Context, export string, rules fs.FS) (R, error)
}

// Run carries out a call of a program that reads an export, or a built-in sample, and writes reports, and one called "index" that leads to them. It returns the exit
// code: 0 done, 2 bad input, nothing written, 3 done and the digest says that somebody is held.
func (p Program[R]) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var export, rules, out, lang string
	flags := flag.NewFlagSet(p.Name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&export, "export", "", "")
	flags.StringVar(&rules, "rules", "", "")
	flags.StringVar(&out, "out", "out/"+p.Name, "")
	flags.StringVar(&lang, "lang", string(kam.English), "")
	err := flags.Parse(args)
	speak := kam.Lang(lang)
	if speak != kam.English && speak != kam.Chinese {
		err = errors.Join(err, usage("-lang", findings.Say("%s is no language", "%s 不是可选语言", findings.Quote(lang)), findings.Say("use en or zh-CN", "请使用 en 或 zh-CN")))
		speak = kam.English
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		flaghelp.Print(stdout, []string{p.Does}, help(p.Name), flags, "Exit codes: 0 done, 2 bad input, nothing written, 3 done and somebody is held.")
		return 0
	case err != nil:
		if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
			err = usage("", kam.Text{EN: err.Error(), ZH: err.Error()}, findings.Say("-h lists the flags", "-h 列出全部参数"))
		}
	case flags.NArg() > 0:
		err = usage("", findings.Say("unexpected argument %s", "多余的参数 %s", findings.Quote(flags.Arg(0))), findings.Say("every input has a flag, see -h", "所有输入均以参数给出，见 -h"))
	}
	var set R
	if err == nil {
		set, err = p.play(ctx, export, rules)
	}
	if err == nil {
		written := set.Names()
		set.Add("index", func(l kam.Lang) string { return set.Digest(l).leadingTo(written).Markdown(l) })
		err = placed(out, set.Write(out), findings.Say("name a folder that can be written to with -out", "请用 -out 指定可写入的文件夹"))
	}
	if err != nil {
		findings.Print(stderr, findings.Of(err, p.Name+".failed", ""), speak)
		return 2
	}
	digest := set.Digest(speak)
	count := len(set.Names()) - 1
	done := findings.Say("%d reports and their index are in %s, in English and Chinese: begin with %s", "%d 份报告及目录已写入 %s（中英文）：请从 %s 开始", count, out, File("index", speak))
	if count == 1 {
		done.EN = "1 report and its index" + strings.TrimPrefix(done.EN, "1 reports and their index")
	}
	_, _ = fmt.Fprintln(stdout, digest.Plain()+"\n"+done.In(speak))
	if others := set.Others(out); len(others) > 0 {
		_, _ = fmt.Fprintln(stdout, findings.Say("Not of this run, remove what you no longer need: %s", "以下文件并非本次生成，不再需要时请删除：%s", terminal.Clean(strings.Join(others, ", "))).In(speak))
	}
	if digest.Held {
		return 3
	}
	return 0
}

func (p Program[R]) play(ctx context.Context, export, rules string) (set R, err error) {
	files := p.Sample
	if export != "" {
		files = p.Realset
	}
	if rules != "" {
		files = os.DirFS(rules)
	}
	for _, folder := range []struct {
		path   string
		remedy kam.Text
	}{
		{export, findings.Say("name the folder with the CSV files with -export, or leave it out for the sample", "请用 -export 指定 CSV 文件所在文件夹；不填则使用内置示例")},
		{rules, findings.Say("name a folder with rules with -rules, or leave it out for the built-in ones", "请用 -rules 指定规则文件夹；不填则使用内置规则")},
	} {
		if info, err := os.Stat(folder.path); folder.path != "" && (err != nil || !info.IsDir()) {
			return set, usage(folder.path, findings.Say("there is no such folder", "没有该文件夹"), folder.remedy)
		}
	}
	return p.Play(ctx, export, files)
}

// Main is [Program.Run] with the arguments and the streams of the process.
func (p Program[R]) Main() int { return p.Run(context.Background(), os.Args[1:], os.Stdout, os.Stderr) }

func help(name string) []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "export", Value: "FOLDER", Text: `the practice set "CRM Sales Opportunities" as CSV files; without it a built-in sample`, Example: "-export data"},
		{Name: "rules", Value: "FOLDER", Text: "rules in place of the built-in ones; begin with a copy of examples/" + name + "/sample, with -export of realset", Example: "-rules my-rules"},
		{Name: "out", Value: "FOLDER", Text: "where the reports go, in English and Chinese", Example: "-out reports"},
		{Name: "lang", Value: "LANG", Text: "language of the summary and of messages: en or zh-CN", Example: "-lang zh-CN"},
	}
}

// usage is a fault of a call.
func usage(place string, message, remedy kam.Text) error {
	return kam.Findings{findings.Fault("usage", place, message, remedy)}.Err()
}

// placed tells where an error of the file system met us and what helps; nil stays nil.
func placed(place string, err error, remedy kam.Text) error {
	if err == nil {
		return nil
	}
	return usage(place, kam.Text{EN: err.Error(), ZH: err.Error()}, remedy)
}
