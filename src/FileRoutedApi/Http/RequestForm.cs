using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Http;

/// <summary>
/// The form feature for parameters and for <c>HttpContext.Request.ReadFormAsync()</c>. The body limit of the file applies instead of the
/// length limits of <see cref="FormOptions"/>, and a malformed form is a 400.
/// </summary>
internal sealed class RequestForm : IFormFeature
{
    private readonly FormFeature _form;
    private readonly CancellationToken _clientDisconnected;

    private RequestForm(HttpContext context)
    {
        _form = new FormFeature(context.Request, OptionsOf(context));
        _clientDisconnected = context.RequestAborted;
    }

    public bool HasFormContentType => _form.HasFormContentType;

    public IFormCollection? Form
    {
        get => _form.Form;
        set => _form.Form = value;
    }

    /// <summary>Replaces the form feature, if the body is a form that has not been read.</summary>
    public static void AttachUnlessRead(HttpContext context)
    {
        // The form of a request that failed antiforgery validation was read, and its feature throws on access.
        if (BodyType.IsForm(context.Request.ContentType)
            && context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
            && context.Features.Get<IFormFeature>() is not { Form: not null })
        {
            Attach(context);
        }
    }

    /// <summary>Replaces the form feature, so that the form is read from the body.</summary>
    public static void Attach(HttpContext context) => context.Features.Set<IFormFeature>(new RequestForm(context));

    public IFormCollection ReadForm()
    {
        try
        {
            return _form.ReadForm();
        }
        catch (Exception exception) when (IsClientError(exception))
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
        catch (Exception exception) when (IsClientError(exception))
        {
            throw Unreadable(exception);
        }
    }

    private bool IsClientError(Exception exception) =>
        BindingProblem.IsUnsupportedCharset(exception) || BodyReader.IsMalformed(exception, _clientDisconnected);

    private static ApiException Unreadable(Exception exception) =>
        ApiException.InvalidBody(ProblemTexts.FormMalformed, exception);

    /// <summary>
    /// Returns the application's form options without their length limits, unless the function sets these with <c>[RequestFormLimits]</c>.
    /// </summary>
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
