using System.Text;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation;

/// <summary>An editor or a script empties a file before it writes it: an empty file counts after its grace period only.</summary>
public sealed class EmptyFileTests : IDisposable
{
    private const string Path = "api/a.cs";

    private readonly TestFolder _folder = new((Path, "content"));
    private readonly ManualTime _time = new();
    private readonly SourceFiles _files;

    public EmptyFileTests()
    {
        _files = new SourceFiles(new RouteFolder(_folder.Root), _time);
        Assert.Equal("content", Read());
        _files.Look([], trusts: false);
    }

    public static TheoryData<string> Empty => ["", " ", "\r\n\t\n", "\uFEFF", "\uFEFF\n"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Empty))]
    public void The_last_content_counts_until_the_grace_period_is_over(string text)
    {
        Write(text);
        Assert.Equal("content", Read());
        Assert.Equal(SourceFiles.EmptyFileGracePeriod, _files.EmptyFileDue);

        _time.Advance(SourceFiles.EmptyFileGracePeriod - TimeSpan.FromTicks(1));
        Assert.Equal("content", Read());

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(text, Read());
        Assert.Null(_files.EmptyFileDue);
    }

    [Fact]
    public void Content_counts_at_once_and_the_next_grace_period_is_a_whole_one()
    {
        Write("");
        Assert.Equal("content", Read());
        _time.Advance(SourceFiles.EmptyFileGracePeriod / 2);
        Write("new content");
        Assert.Equal("new content", Read());
        Assert.Null(_files.EmptyFileDue);

        Write("");
        Assert.Equal("new content", Read());
        _time.Advance(SourceFiles.EmptyFileGracePeriod - TimeSpan.FromTicks(1));
        Assert.Equal("new content", Read());
    }

    [Fact]
    public void A_new_empty_file_is_not_there_until_the_grace_period_is_over()
    {
        _folder.Write("api/new.cs", []);
        Assert.Null(_files.Read("api/new.cs", []));

        _time.Advance(SourceFiles.EmptyFileGracePeriod);
        Assert.Equal("", Encoding.UTF8.GetString(_files.Read("api/new.cs", [])!.Bytes));
    }

    [Fact]
    public void A_file_that_was_gone_has_no_last_content()
    {
        _files.Keep([]);
        Write("");

        Assert.Null(_files.Read(Path, []));
    }

    [Fact]
    public void A_start_takes_files_as_they_are()
    {
        Write("");
        var files = new SourceFiles(new RouteFolder(_folder.Root), _time);

        Assert.True(files.Read(Path, [])!.IsEmpty);
        files.Look([], trusts: false);
        Assert.True(files.Read(Path, [])!.IsEmpty);
        Assert.Null(files.EmptyFileDue);
    }

    private void Write(string text)
    {
        _folder.Write(Path, Encoding.UTF8.GetBytes(text));
        _files.Look([Path], trusts: false);
    }

    private string Read() => Encoding.UTF8.GetString(_files.Read(Path, [])!.Bytes);

    private sealed class ManualTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
