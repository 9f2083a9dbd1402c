using FluentValidation;

/// <summary>Something to do.</summary>
/// <param name="Id">What tells it apart; given by the server.</param>
/// <param name="Title">What there is to do.</param>
/// <param name="Done">Whether it is done.</param>
/// <param name="CreatedAt">When it was added.</param>
record Todo(long Id, string Title, bool Done, DateTimeOffset CreatedAt);

/// <summary>What a client says about a todo.</summary>
/// <param name="Title">What there is to do.</param>
/// <param name="Done">Whether it is done.</param>
record TodoInput(string Title, bool Done = false);

class TodoInputValidator : AbstractValidator<TodoInput>
{
    public TodoInputValidator() => RuleFor(todo => todo.Title).NotEmpty().MaximumLength(200);
}
