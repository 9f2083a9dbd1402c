[HttpMethods("POST")]
async Task Handler(ApiRequest req, ApiResponse res)
{
    try
    {
        await HandleFormInputAsync(req.BodyAs<FormInput>());
        res.Redirect(307, "/");
    }
    catch (IOException)
    {
        res.Status(500).Send(new { error = "Failed to fetch data" });
    }
}

async Task HandleFormInputAsync(FormInput input)
{
    await Task.Yield();
    if (string.IsNullOrEmpty(input.Name))
    {
        throw new IOException("The name is missing.");
    }
}

record FormInput(string? Name, string? Message);
