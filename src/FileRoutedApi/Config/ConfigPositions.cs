using System.Globalization;

namespace FileRoutedApi.Config;

/// <summary>The positions of the properties that a file sets in its variable <c>config</c>.</summary>
/// <param name="line">The line of the variable, counted from 1.</param>
/// <param name="text">
/// The paths of the properties with their lines and columns, such as <c>Api.BodyParser.SizeLimit 3 36;MaxDuration 4 5</c>. It is read only
/// if there is a mistake.
/// </param>
internal sealed class ConfigPositions(int line, string? text)
{
    /// <summary>Gets the line of the variable, counted from 1.</summary>
    public int Line => line;

    /// <summary>Returns the position of a property, or else that of the innermost one around it that the file sets.</summary>
    /// <param name="path">The path of the property, such as <c>Cors.MaxAge</c>.</param>
    public (int Line, int Column) Of(string path)
    {
        var known = (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split(' ')).ToList();
        for (var wanted = path; ; wanted = wanted[..wanted.LastIndexOf('.')])
        {
            if (known.Find(entry => entry[0] == wanted) is [_, var foundLine, var foundColumn])
            {
                return (int.Parse(foundLine, CultureInfo.InvariantCulture), int.Parse(foundColumn, CultureInfo.InvariantCulture));
            }

            if (!wanted.Contains('.', StringComparison.Ordinal))
            {
                return (line, 1);
            }
        }
    }
}
