using System.Buffers;

namespace FileRoutedApi.Routing;

/// <summary>
/// A regular expression that matches a whole text in time proportional to its length, whatever the pattern, and that compares
/// characters as routes do (ordinal, case-insensitive).
/// </summary>
/// <remarks>
/// Backtracking would let a client choose a path that takes seconds. <c>RegexOptions.NonBacktracking</c> knows no lookaheads, which
/// patterns such as <c>/((?!public).*)</c> need, and folds case by another table than routing, which lets paths pass a guard by spelling.
/// </remarks>
internal sealed class LinearRegex
{
    private const int MostOnStack = 256;

    private readonly LinearProgram _program;
    private readonly LinearProgram[] _lookaheads;

    /// <param name="program">What the whole text has to match.</param>
    /// <param name="lookaheads">The bodies of its lookaheads; a body comes after those that it refers to.</param>
    public LinearRegex(LinearProgram program, LinearProgram[] lookaheads)
    {
        _program = program;
        _lookaheads = lookaheads;
    }

    /// <summary>The number of instructions; a match executes each at most a few times per character.</summary>
    public int Size => _program.Instructions.Length + _lookaheads.Sum(lookahead => lookahead.Instructions.Length);

    /// <exception cref="FormatException">It is not a regular expression, or one that cannot be matched in linear time.</exception>
    public static LinearRegex Parse(string pattern) => new LinearRegexParser(pattern).Parse();

    public bool IsMatch(string text)
    {
        text = OrdinalCase.Fold(text);
        if (!text.StartsWith(_program.Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var holds = new bool[_lookaheads.Length][];
        for (var i = 0; i < holds.Length; i++)
        {
            var positions = new bool[text.Length + 1];
            Run(_lookaheads[i], _lookaheads[i].Start, text, 0, holds, positions);
            holds[i] = positions;
        }

        return Run(_program, _program.StartOfRest, text, _program.Prefix.Length, holds, positions: null);
    }

    /// <summary>
    /// Goes through the text from its end to <paramref name="from"/> and keeps, for every instruction, whether a match can be
    /// completed from it. Returns this for the instruction <paramref name="start"/>.
    /// </summary>
    /// <param name="holds">For each lookahead, the positions at which its body matches.</param>
    /// <param name="positions">Receives the result for every position; null where the match has to reach the end of the text.</param>
    private static bool Run(LinearProgram program, int start, string text, int from, bool[][] holds, bool[]? positions)
    {
        var size = program.Instructions.Length;
        var rented = size > MostOnStack ? ArrayPool<bool>.Shared.Rent(2 * size) : null;
        Span<bool> both = rented is null ? stackalloc bool[2 * MostOnStack] : rented;
        try
        {
            both = both[..(2 * size)];
            both.Clear();
            var current = both[..size];
            var later = both[size..];
            for (var at = text.Length; at >= from; at--)
            {
                Step(program, text, at, holds, isEnd: positions is not null || at == text.Length, current, later);
                if (positions is not null)
                {
                    positions[at] = current[start];
                }

                var previous = later;
                later = current;
                current = previous;
            }

            return later[start];
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<bool>.Shared.Return(rented);
            }
        }
    }

    private static void Step(LinearProgram program, string text, int at, bool[][] holds, bool isEnd, Span<bool> current, ReadOnlySpan<bool> later)
    {
        var instructions = program.Instructions;
        foreach (var index in program.Consuming)
        {
            ref readonly var instruction = ref instructions[index];
            current[index] = at < text.Length && later[instruction.Next] && instruction.Accepts(text[at]);
        }

        foreach (var index in program.Others)
        {
            current[index] = false;
        }

        current[LinearProgram.End] = isEnd;

        // Loops refer to instructions that come later in the order, so one pass may not reach all.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var index in program.Others)
            {
                ref readonly var instruction = ref instructions[index];
                if (!current[index] && (current[instruction.Next] || current[instruction.Other]) && instruction.Holds(text, at, holds))
                {
                    current[index] = true;
                    changed = true;
                }
            }
        }
    }
}

internal enum LinearOperation
{
    End,
    Literal,
    Set,
    Any,
    Either,
    TextStart,
    TextEnd,
    LastLineEnd,
    WordBoundary,
    NoWordBoundary,
    Lookahead,
    NegativeLookahead,
}

/// <param name="Next">The instruction that follows.</param>
/// <param name="Other">The alternative to it; the same one where there is none.</param>
/// <param name="Literal">The upper-case character to compare with.</param>
/// <param name="Lookahead">The number of the lookahead.</param>
internal readonly record struct LinearInstruction(LinearOperation Operation, int Next, int Other, char Literal = default, LinearSet? Set = null, int Lookahead = 0)
{
    public bool IsConsuming => Operation is LinearOperation.Literal or LinearOperation.Set or LinearOperation.Any;

    public bool Accepts(char character) => Operation switch
    {
        LinearOperation.Literal => Literal == character,
        LinearOperation.Set => Set!.Contains(character),
        _ => true,
    };

    public bool Holds(string text, int at, bool[][] lookaheads) => Operation switch
    {
        LinearOperation.TextStart => at == 0,
        LinearOperation.TextEnd => at == text.Length,
        LinearOperation.LastLineEnd => at == text.Length || (at == text.Length - 1 && text[at] == '\n'),
        LinearOperation.WordBoundary => IsWord(text, at - 1) != IsWord(text, at),
        LinearOperation.NoWordBoundary => IsWord(text, at - 1) == IsWord(text, at),
        LinearOperation.Lookahead => lookaheads[Lookahead][at],
        LinearOperation.NegativeLookahead => !lookaheads[Lookahead][at],
        _ => true,
    };

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && LinearSet.Word.Contains(text[at]);
}

/// <summary>Instructions without a way back to text that was read.</summary>
internal sealed class LinearProgram
{
    /// <summary>The index of the instruction that ends every program.</summary>
    public const int End = 0;

    public LinearProgram(LinearInstruction[] instructions, int start)
    {
        Instructions = instructions;
        Consuming = [.. Enumerable.Range(0, instructions.Length).Where(index => instructions[index].IsConsuming)];
        Others = [.. Enumerable.Range(0, instructions.Length).Where(index => index != End && !instructions[index].IsConsuming)];
        Start = start;
        for (StartOfRest = start; instructions[StartOfRest].Operation == LinearOperation.Literal; StartOfRest = instructions[StartOfRest].Next)
        {
            Prefix += instructions[StartOfRest].Literal;
        }
    }

    public LinearInstruction[] Instructions { get; }

    /// <summary>The instructions that read a character.</summary>
    public int[] Consuming { get; }

    /// <summary>The instructions that do not.</summary>
    public int[] Others { get; }

    /// <summary>The first instruction.</summary>
    public int Start { get; }

    /// <summary>The literal text that every match begins with, in upper case.</summary>
    public string Prefix { get; } = "";

    /// <summary>The first instruction behind the prefix.</summary>
    public int StartOfRest { get; }
}
