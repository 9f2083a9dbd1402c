using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Hosting;

/// <summary>The syntax of dotenv and dotenv-expand, and the order of the files in Next.js.</summary>
public sealed class DotEnvTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fra-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A = b ", "b")]
    [InlineData("  A=b", "b")]
    [InlineData("A: b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A=''", "")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b")]
    [InlineData("# A=c\nA=b\n", "b")]
    [InlineData("A='b # c' # comment", "b # c")]
    [InlineData("A=\"b # c\"", "b # c")]
    [InlineData("A=`it's \"b\"`", "it's \"b\"")]
    [InlineData("A=' b '", " b ")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("A=it's", "it's")]
    [InlineData("A=b\nA=c", "c")]
    [InlineData("A=b\r\nB=c\r\n", "b")]
    [InlineData("A=\"b\\nc\"", "b\nc")]
    [InlineData("A='b\\nc'", "b\\nc")]
    [InlineData("A=\"b\nc\"\nB=d", "b\nc")]
    [InlineData("A=\"b\r\nc\"", "b\nc")]
    [InlineData("A=\"b \\\"c\\\"\"", "b \\\"c\\\"")]
    [InlineData("A={\"b\": 1}", "{\"b\": 1}")]
    [InlineData("B=b\nA=$B", "b")]
    [InlineData("A=$B\nB=b", "b")]
    [InlineData("B=b\nA=${B}c", "bc")]
    [InlineData("B=b\nA='$B'", "b")]
    [InlineData("B=b\nA=\"x $B y ${B}\"", "x b y b")]
    [InlineData("A=x$UNKNOWN_NAME", "x")]
    [InlineData("A=${UNKNOWN_NAME:-b}", "b")]
    [InlineData("A=${UNKNOWN_NAME-b}", "b")]
    [InlineData("B=b\nA=${UNKNOWN_NAME:-${B}c}", "bc")]
    [InlineData("B=\nA=${B:-b}", "b")]
    [InlineData("A=\\$B", "$B")]
    [InlineData("A=$5.00", ".00")]
    [InlineData("A=b$", "b$")]
    [InlineData("A=$B\nB=$A", "")]
    [InlineData("A=$A:x", ":x")]
    [InlineData("A=$HOME_OF_TEST", "of the process")]
    public void A_value_is_that_of_dotenv(string text, string value)
    {
        Write(".env", text);

        Assert.Equal(value, Read("Production")["A"]);
    }

    [Theory]
    [InlineData("A", 1)]
    [InlineData("A b", 1)]
    [InlineData("=b", 1)]
    [InlineData("A:b", 1)]
    [InlineData("X=1\n\nno value\nY=2", 3)]
    [InlineData("A=\"b\nc", 1)]
    [InlineData("A='b' c", 1)]
    [InlineData("A=\"1\n2\n3\"\nwrong", 4)]
    [InlineData("export", 1)]
    public void FRA3081_a_line_that_dotenv_ignores_is_named(string text, int line)
    {
        Write(".env.local", text);

        var found = Assert.Throws<FileRoutesException>(() => Read("Production")).Diagnostics[0];

        Assert.Equal(("FRA3081", ".env.local", line), (found.Id, found.File, found.Line));
    }

    [Fact]
    public void FRA3082_a_file_cannot_set_the_environment()
    {
        Write(".env", "ASPNETCORE_ENVIRONMENT=Staging");

        Assert.Equal("FRA3082", Assert.Throws<FileRoutesException>(() => Read("Production")).Diagnostics.Single().Id);
    }

    [Theory]
    [InlineData("Production", "1 2 3 4 5")]
    [InlineData("Test", "1 3 3 4 5")]
    public void The_first_file_of_the_order_of_Next_counts(string environment, string values)
    {
        var file = environment.ToLowerInvariant();
        Write($".env.{file}.local", "A=1");
        Write(".env.local", "A=2\nB=2");
        Write($".env.{environment}", "A=3\nB=3\nC=3");
        Write(".env", "A=4\nB=4\nC=4\nD=4\nE=4\nFROM_PROCESS=4");
        Write(".env.development", "A=6");

        var read = Read(environment, ("E", "5"), ("FROM_PROCESS", ""));

        Assert.Equal(values, $"{read["A"]} {read["B"]} {read["C"]} {read["D"]} {read.GetValueOrDefault("E", "5")}");
        Assert.DoesNotContain("E", read.Keys);
    }

    [Fact]
    public void A_reference_is_to_the_process_first_and_then_to_any_file()
    {
        Write(".env", "HOST=of .env\nURL=http://$HOST/$NAME");
        Write(".env.local", "HOST=local\nNAME=local");

        Assert.Equal("http://local/process", Read("Production", ("NAME", "process"))["URL"]);
    }

    private IReadOnlyDictionary<string, string> Read(string environment, params (string Name, string Value)[] process) => DotEnvFiles.Read(
        _folder,
        environment,
        name => name == "HOME_OF_TEST" ? "of the process" : process.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault());

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
