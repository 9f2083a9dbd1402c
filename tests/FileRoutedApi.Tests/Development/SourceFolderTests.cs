using FileRoutedApi.Development;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Development;

public sealed class SourceFolderTests
{
    [Theory]
    [InlineData("api/post/[pid].cs", "/srv/app", 4, 2, "vscode://file/srv/app/api/post/%5Bpid%5D.cs:4:2")]
    [InlineData("api/a b#?%.cs", "/srv/ü", 0, 0, "vscode://file/srv/%C3%BC/api/a%20b%23%3F%25.cs:1:1")]
    [InlineData("api/x.cs", "C:\\app", 1, 1, "vscode://file/C:/app/api/x.cs:1:1")]
    [InlineData("api/{line}.cs", "/srv", 3, 1, "vscode://file/srv/api/%7Bline%7D.cs:3:1")]
    public void A_link_names_the_absolute_path(string file, string root, int line, int column, string expected) =>
        Assert.Equal(expected, new SourceFolder(root).LinkTo(file, line, column));

    [Theory]
    [InlineData("vscode", "vscode://file/srv/my%20app/api/x.cs:4:2")]
    [InlineData("VSCode", "vscode://file/srv/my%20app/api/x.cs:4:2")]
    [InlineData("", "vscode://file/srv/my%20app/api/x.cs:4:2")]
    [InlineData("cursor", "cursor://file/srv/my%20app/api/x.cs:4:2")]
    [InlineData("zed", "zed://file/srv/my%20app/api/x.cs:4:2")]
    [InlineData("rider", "jetbrains://rider/navigate/reference?project=my%20app&path=api/x.cs:3")]
    [InlineData("visual studio", "visualstudio://open?file=/srv/my%20app/api/x.cs&line=4")]
    [InlineData("idea://open?file=/{file}&line={line}&column={column}", "idea://open?file=/srv/my%20app/api/x.cs&line=4&column=2")]
    public void The_editor_is_the_users_choice(string setting, string expected) =>
        Assert.Equal(expected, new SourceFolder("/srv/my app", EditorTemplate.Parse(setting)!).LinkTo("api/x.cs", 4, 2));

    [Theory]
    [InlineData("emacs")]
    [InlineData("idea://open")]
    [InlineData("{file}")]
    [InlineData("javascript:alert('{file}')")]
    [InlineData("data:text/html,{file}")]
    public void Other_values_are_not_valid(string setting) => Assert.Null(EditorTemplate.Parse(setting));
}
