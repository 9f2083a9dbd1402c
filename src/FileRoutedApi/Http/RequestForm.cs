using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Http;

/// <summary>
/// The form of a request as ASP.NET Core reads it, for parameters and for <c>HttpContext.Request.ReadFormAsync()</c>: the length has
/// its one limit already, that of the file, and a form that cannot be read is a 400.
/// </summary>
internal sealed class RequestForm : IFormFeature
{
    private readonly FormFeature _form;
    private readonly CancellationToken _clientGone;

    private RequestForm(HttpContext context)
    {
        _form = new FormFeature(context.Request, OptionsOf(context));
        _clientGone = context.RequestAborted;
    }

    public bool HasFormContentType => _form.HasFormContentType;

    public IFormCollection? Form
    {
        get => _form.Form;
        set => _form.Form = value;
    }

    /// <summary>Replaces the form of a request whose body is a form that was not read yet.</summary>
    public static void AttachUnlessRead(HttpContext context)
    {
        // A form without its antiforgery token was read already, and throws when it is looked at.
        if (BodyType.IsForm(context.Request.ContentType)
            && context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
            && context.Features.Get<IFormFeature>() is not { Form: not null })
        {
            Attach(context);
        }
    }

    /// <summary>Replaces the form of a request, so that it is read from the body.</summary>
    public static void Attach(HttpContext context) => context.Features.Set<IFormFeature>(new RequestForm(context));

    public IFormCollection ReadForm()
    {
        try
        {
            return _form.ReadForm();
        }
        catch (Exception exception) when (IsClients(exception))
        {
            throw Unreadable(exception);
        }
    }

    public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _form.ReadFormAsync(cancellationToken);
        }
        catch (Exception exception) when (IsClients(exception))
        {
            throw Unreadable(exception);
        }
    }

    private bool IsClients(Exception exception) => BindingProblem.IsOfCharset(exception) || BodyReader.IsBroken(exception, _clientGone);

    private static ApiException Unreadable(Exception exception) =>
        ApiException.InvalidBody("The form is malformed, or one of its parts exceeds the limits of FormOptions.", exception);

    /// <summary>The app's own form options but for lengths, unless the function sets them by <c>[RequestFormLimits]</c>.</summary>
    private static FormOptions OptionsOf(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<FormOptions>>().Value;
        var limits = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IFormOptionsMetadata>() ?? [];
        return new FormOptions
        {
            BufferBody = Last(limits, limit => limit.BufferBody) ?? options.BufferBody,
            BufferBodyLengthLimit = Last(limits, limit => limit.BufferBodyLengthLimit) ?? long.MaxValue,
            KeyLengthLimit = Last(limits, limit => limit.KeyLengthLimit) ?? options.KeyLengthLimit,
            MemoryBufferThreshold = Last(limits, limit => limit.MemoryBufferThreshold) ?? options.MemoryBufferThreshold,
            MultipartBodyLengthLimit = Last(limits, limit => limit.MultipartBodyLengthLimit) ?? long.MaxValue,
            MultipartBoundaryLengthLimit =
                Last(limits, limit => limit.MultipartBoundaryLengthLimit) ?? options.MultipartBoundaryLengthLimit,
            MultipartHeadersCountLimit = Last(limits, limit => limit.MultipartHeadersCountLimit) ?? options.MultipartHeadersCountLimit,
            MultipartHeadersLengthLimit = Last(limits, limit => limit.MultipartHeadersLengthLimit) ?? options.MultipartHeadersLengthLimit,
            ValueCountLimit = Last(limits, limit => limit.ValueCountLimit) ?? options.ValueCountLimit,
            ValueLengthLimit = Last(limits, limit => limit.ValueLengthLimit) ?? int.MaxValue,
        };
    }

    private static T? Last<T>(IReadOnlyList<IFormOptionsMetadata> limits, Func<IFormOptionsMetadata, T?> read)
        where T : struct =>
        limits.Select(read).LastOrDefault(value => value is not null);
}
