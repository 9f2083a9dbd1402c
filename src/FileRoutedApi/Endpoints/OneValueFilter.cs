using System.Collections.Concurrent;
using System.Text.Json;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// An endpoint filter that detects single values by the returned result, if the return type of the function does not show it. A single value
/// is sent with its length, or held back until the middleware functions above have returned; a stream is sent immediately.
/// </summary>
/// <param name="isResult">True if the function returns an <see cref="IResult"/>, which must not be null.</param>
internal sealed class OneValueFilter(bool isResult, JsonSerializerOptions json)
{
    // The length up to which a value is held back. A longer one is sent in parts, as ASP.NET Core does.
    private const int MaxLength = 64 * 1024;

    // One dictionary for each function, so that it does not keep types of an earlier version of the file.
    private readonly ConcurrentDictionary<Type, bool> _types = new();

    /// <summary>Inspects the result of the function and of all inner filters.</summary>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Most functions complete synchronously, without a state machine.
        var pending = next(context);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<object?>(Inspect(context.HttpContext, pending.Result))
            : AwaitAsync(context.HttpContext, pending);
    }

    private async ValueTask<object?> AwaitAsync(HttpContext context, ValueTask<object?> pending) => Inspect(context, await pending);

    private object? Inspect(HttpContext context, object? result)
    {
        if (result is null && isResult)
        {
            throw new InvalidOperationException(UsageTexts.NullResult);
        }

        if (context.Features.Get<IHttpResponseBodyFeature>() is not ResultBody body)
        {
            return result;
        }

        // The result is executed next, and may set another status.
        body.RestoreErrorStatus();
        if (HasOneValue(result))
        {
            body.BufferWhole(maxLength: MaxLength);
        }

        return result;
    }

    private bool HasOneValue(object? result) => result switch
    {
        null => true,
        INestedHttpResult nested => HasOneValue(nested.Result),
        FileContentHttpResult => true,
        IValueHttpResult value => IsOneValue(value) && HasOneValue(value.Value),
        _ => IsOneValue(result),
    };

    private bool IsOneValue(object result) => _types.GetOrAdd(
        result.GetType(), static (type, json) => FunctionResult.IsOneValueType(type) && !AsyncTypes.IsAsync(type, json), json);
}
