using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>
/// Selects the references that a few files can need. For each compilation the compiler merges the namespaces of all its references, which
/// takes more time than everything else that an edited file needs.
/// </summary>
/// <remarks>
/// <para>
/// A reference is selected if a name in the files is the name of one of its types or extension members. A file can also use types without
/// naming them. If one of those is missing, the compiler reports an error. The caller then compiles against all references and calls
/// <see cref="Learn"/>, so that the next selection has what was missing.
/// </para>
/// <para>The selection only grows, because the compiler reads the selected references again whenever the selection changes.</para>
/// </remarks>
/// <param name="names">The names of the references to select from. All other references of a compilation are always selected.</param>
internal sealed class ReferenceSelection(ReferenceNames names, CSharpCompilation all)
{
    // The compiler looks for members of these names although the code does not have them: foreach, await, deconstruction, initializers.
    private static readonly string[] _patterns =
        ["GetEnumerator", "GetAsyncEnumerator", "GetAwaiter", "Deconstruct", "Add", "Dispose", "DisposeAsync", "GetPinnableReference"];

    // The compiler uses these types for better code if they exist, and otherwise writes other code without an error.
    private static readonly string[] _helpers =
    [
        nameof(Object), nameof(MemoryExtensions), nameof(Enumerable), nameof(Interlocked), nameof(Monitor), nameof(Lock),
        nameof(CollectionsMarshal), nameof(ImmutableCollectionsMarshal), nameof(MemoryMarshal), nameof(Unsafe), nameof(RuntimeHelpers),
        nameof(DebuggerBrowsableAttribute), nameof(DebuggerDisplayAttribute), nameof(DebuggerHiddenAttribute),
    ];

    private static readonly string[] _queryPatterns =
    [
        "Select", "SelectMany", "Where", "Join", "GroupJoin", "GroupBy", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending",
        "Cast",
    ];

    private const int MaxFailures = 3;

    private readonly Lock _lock = new();
    private readonly HashSet<int> _selected = [];
    private readonly HashSet<string> _seen = [];
    private CSharpCompilation? _current;

    /// <summary>Gets the number of selected references, without those that are always selected.</summary>
    public int Count => _selected.Count;

    /// <summary>Gets how often a selection was not enough for files without errors.</summary>
    public int Failures { get; private set; }

    /// <summary>
    /// Returns a compilation without the files and with references that are likely to be enough; null if too many selections were not.
    /// </summary>
    public CSharpCompilation? For(IEnumerable<SyntaxTree> files)
    {
        lock (_lock)
        {
            if (Failures > MaxFailures)
            {
                return null;
            }

            var before = _selected.Count;
            if (_current is null)
            {
                _selected.UnionWith(names.Always);
                Select(_patterns);
                Select(_helpers);
                SelectAll(all.SyntaxTrees);
            }

            SelectAll(files);
            return _selected.Count == before && _current is not null ? _current : _current = Create();
        }
    }

    /// <summary>
    /// Adds the references that a compilation without errors used, because those that were selected for it were not enough.
    /// </summary>
    public void Learn(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (++Failures > MaxFailures)
            {
                return;
            }
        }

        var used = compilation.GetUsedAssemblyReferences(cancellationToken).ToHashSet();
        lock (_lock)
        {
            for (var i = 0; i < names.References.Count; i++)
            {
                if (used.Contains(names.References[i]) && _selected.Add(i))
                {
                    _current = Create();
                }
            }
        }
    }

    private CSharpCompilation Create()
    {
        var left = names.References.Where((_, index) => !_selected.Contains(index)).ToHashSet<MetadataReference>();
        return all.WithReferences(all.References.Where(reference => !left.Contains(reference)));
    }

    private void SelectAll(IEnumerable<SyntaxTree> files)
    {
        foreach (var root in files.Select(file => file.GetRoot()))
        {
            Select(root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
            foreach (var node in root.DescendantNodes())
            {
                switch (node)
                {
                    case UsingDirectiveSyntax { NamespaceOrType: NameSyntax name }:
                        SelectNamespace(name.ToString().Replace("global::", "", StringComparison.Ordinal));
                        break;
                    case QueryExpressionSyntax:
                        Select(_queryPatterns);
                        break;
                }
            }
        }
    }

    private void Select(IEnumerable<string> identifiers)
    {
        foreach (var identifier in identifiers.Where(_seen.Add))
        {
            _selected.UnionWith(names.WithName(identifier));
        }
    }

    // The namespace of a using directive has to exist, even if the file uses nothing of it.
    private void SelectNamespace(string name)
    {
        if (names.OneWithNamespace(name) is { } index)
        {
            _selected.Add(index);
        }
    }
}
