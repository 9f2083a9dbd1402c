using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

/// <content>The status, the headers and the cookies.</content>
public sealed partial class ApiResponse
{
    /// <summary>Sets the status code.</summary>
    /// <param name="code">A final status code: 200 to 999.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is less than 200 or greater than 999.</exception>
    /// <exception cref="InvalidOperationException">The response is already complete, or its headers have been sent.</exception>
    public ApiResponse Status(int code)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 999);
        EnsureSettable("status");
        _context.Response.StatusCode = code;
        return this;
    }

    /// <summary>Sets a header and replaces its current values.</summary>
    /// <param name="name">The name, case-insensitive.</param>
    /// <param name="values">One or more values.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">
    /// The response is already complete, its headers have been sent, or a value contains a character that is not valid in a header.
    /// </exception>
    public ApiResponse SetHeader(string name, params string[] values)
    {
        EnsureSettable("header", name);
        _context.Response.Headers[name] = values;
        return this;
    }

    /// <summary>Adds a value to a header.</summary>
    /// <param name="name">The name, case-insensitive.</param>
    /// <param name="value">The value.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">
    /// The response is already complete, its headers have been sent, or the value contains a character that is not valid in a header.
    /// </exception>
    public ApiResponse AppendHeader(string name, string value)
    {
        EnsureSettable("header", name);
        _context.Response.Headers.Append(name, value);
        return this;
    }

    /// <summary>Gets the value of a header of the response. Several values are joined with a comma.</summary>
    /// <param name="name">The name, case-insensitive.</param>
    /// <returns>The value, or null if the header is not set.</returns>
    public string? GetHeader(string name) =>
        _context.Response.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Removes a header.</summary>
    /// <param name="name">The name, case-insensitive.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">The response is already complete, or its headers have been sent.</exception>
    public ApiResponse RemoveHeader(string name)
    {
        EnsureSettable("header", name);
        _context.Response.Headers.Remove(name);
        return this;
    }

    /// <summary>
    /// Sets a cookie (RFC 6265). The value is percent-encoded; the path is <c>/</c> unless the options set it. The attributes that a prefix
    /// of the name requires are added: <c>Secure</c> for <c>__Secure-</c>, <c>Secure</c> and <c>Path=/</c> for <c>__Host-</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">The attributes, such as the lifetime, <c>HttpOnly</c> and <c>SameSite</c>.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentException">The name begins with <c>__Host-</c>, and the options set a domain or another path.</exception>
    /// <exception cref="InvalidOperationException">The response is already complete, or its headers have been sent.</exception>
    public ApiResponse SetCookie(string name, string value, CookieOptions? options = null)
    {
        EnsureSettable("cookie", name);
        _context.Response.Cookies.Append(name, value, CookiePrefix.Apply(name, options));
        return this;
    }

    /// <summary>
    /// Deletes a cookie of the client. The attributes that a prefix of the name requires are added; without them browsers ignore the
    /// header.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The path and domain with which the cookie was set.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentException">The name begins with <c>__Host-</c>, and the options set a domain or another path.</exception>
    /// <exception cref="InvalidOperationException">The response is already complete, or its headers have been sent.</exception>
    public ApiResponse ClearCookie(string name, CookieOptions? options = null)
    {
        EnsureSettable("cookie", name);
        _context.Response.Cookies.Delete(name, CookiePrefix.Apply(name, options));
        return this;
    }

    /// <exception cref="InvalidOperationException">The response is already complete, or its headers have been sent.</exception>
    private void EnsureSettable(string what, string? name = null)
    {
        EnsureOpen();
        if (HasStarted)
        {
            throw new InvalidOperationException(UsageTexts.HeadersSent(name is null ? what : $"{what} '{name}'"));
        }
    }
}
