using System.Collections;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>A form whose fields are prepared for ASP.NET Core's parser (see <see cref="ParameterText"/>).</summary>
internal sealed class NormalizedForm(IFormCollection form, IReadOnlyDictionary<string, ParameterText> texts) : IFormCollection
{
    public int Count => form.Count;

    public ICollection<string> Keys => form.Keys;

    public IFormFileCollection Files => form.Files;

    public StringValues this[string key] => texts.TryGetValue(key, out var parameter) ? parameter.Read(form[key]) : form[key];

    public bool ContainsKey(string key) => form.ContainsKey(key);

    public bool TryGetValue(string key, out StringValues value) => form.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => form.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
