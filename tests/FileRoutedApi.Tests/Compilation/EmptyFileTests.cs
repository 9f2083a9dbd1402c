using System.Text;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation;

/// <summary>Editors and scripts truncate a file before they write it, so an empty file takes effect only after a grace period.</summary>
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
        _files.Invalidate([], trustOthers: false);
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
    public void Content_counts_immediately_and_the_next_grace_period_starts_from_zero()
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
    public void A_new_empty_file_is_ignored_until_the_grace_period_is_over()
    {
        _folder.Write("api/new.cs", []);
        Assert.Null(_files.Read("api/new.cs", []));

        _time.Advance(SourceFiles.EmptyFileGracePeriod);
        Assert.Equal("", Encoding.UTF8.GetString(_files.Read("api/new.cs", [])!.Bytes));
    }

    [Fact]
    public void A_file_that_was_deleted_has_no_last_content()
    {
        _files.ForgetContentOfOthers([]);
        Write("");

        Assert.Null(_files.Read(Path, []));
    }

    [Fact]
    public void At_a_start_there_is_no_grace_period()
    {
        Write("");
        var files = new SourceFiles(new RouteFolder(_folder.Root), _time);

        Assert.True(files.Read(Path, [])!.IsEmpty);
        files.Invalidate([], trustOthers: false);
        Assert.True(files.Read(Path, [])!.IsEmpty);
        Assert.Null(files.EmptyFileDue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Between_the_start_and_the_first_change_a_file_that_becomes_empty_has_a_grace_period(bool isChanged)
    {
        var files = new SourceFiles(new RouteFolder(_folder.Root), _time);
        Assert.Equal("content", Encoding.UTF8.GetString(files.Read(Path, [])!.Bytes));

        Write("");
        Assert.Equal("content", Encoding.UTF8.GetString(files.Read(Path, [])!.Bytes));
        if (isChanged)
        {
            files.Invalidate([Path], trustOthers: true);
            Assert.Equal("content", Encoding.UTF8.GetString(files.Read(Path, [])!.Bytes));
        }

        Assert.Equal(SourceFiles.EmptyFileGracePeriod, files.EmptyFileDue);
        _time.Advance(SourceFiles.EmptyFileGracePeriod);
        Assert.True(files.Read(Path, [])!.IsEmpty);
    }

    [Fact]
    public void The_last_content_is_returned_without_reading_the_file()
    {
        Write("new content");
        Assert.Equal("content", Last());
        Assert.Equal("new content", Read());
        Assert.Equal("new content", Last());
        Write("");
        Assert.Equal("new content", Last());
        Assert.Null(_files.EmptyFileDue);
        Assert.Empty(_files.LastContent(["api/other.cs"]));

        string Last() => Encoding.UTF8.GetString(Assert.Single(_files.LastContent([Path])).Bytes);
    }

    private void Write(string text)
    {
        _folder.Write(Path, Encoding.UTF8.GetBytes(text));
        _files.Invalidate([Path], trustOthers: false);
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
