using System.Text.RegularExpressions;

namespace FileRoutedApi.Routing;

/// <summary>A set of characters of a regular expression, such as <c>[^a-z]</c> or <c>\d</c>, of which case does not matter.</summary>
internal sealed class LinearSet
{
    // Folded characters, and what else is folded to them: for 'Σ' these are both small sigmas.
    private static readonly Lazy<ILookup<char, char>> _otherCases = new(() => Enumerable.Range(0, char.MaxValue + 1)
        .Select(code => (char)code)
        .Where(character => OrdinalCase.Fold(character) != character)
        .ToLookup(OrdinalCase.Fold));

    private readonly Regex _characters;
    private readonly bool _isNegated;
    private readonly LinearSet? _except;
    private readonly bool[] _ascii = new bool[128];

    /// <param name="characters">What stands between the brackets, without a leading caret.</param>
    /// <param name="isNegated">Whether there was one.</param>
    /// <param name="except">The set to subtract, as in <c>[a-z-[aeiou]]</c>.</param>
    public LinearSet(string characters, bool isNegated = false, LinearSet? except = null)
    {
        // One character is read at a time, so no pattern can be slow here.
        _characters = new Regex(characters is ['\\', _] ? characters : $"[{characters}]", RegexOptions.CultureInvariant);
        _isNegated = isNegated;
        _except = except;
        for (var code = 0; code < _ascii.Length; code++)
        {
            _ascii[code] = Find((char)code);
        }
    }

    public static LinearSet Word { get; } = new(@"\w");

    /// <param name="character">A character of a folded text.</param>
    public bool Contains(char character) => character < _ascii.Length ? _ascii[character] : Find(character);

    private bool Find(char character) => IsNamed(character) != _isNegated && _except?.Contains(character) != true;

    private bool IsNamed(char character)
    {
        if (_characters.IsMatch([character]))
        {
            return true;
        }

        foreach (var other in _otherCases.Value[character])
        {
            if (_characters.IsMatch([other]))
            {
                return true;
            }
        }

        return false;
    }
}
