using System.ComponentModel.DataAnnotations;

/// <summary>One post.</summary>
/// <param name="Slug">Its part of the URL.</param>
/// <param name="Title">The title.</param>
/// <param name="Summary">One sentence for lists, search engines and the feed.</param>
/// <param name="Published">The day of its publication.</param>
/// <param name="Tags">The tags, which are part of URLs.</param>
/// <param name="Text">The text in Markdown.</param>
record Post(string Slug, string Title, string Summary, DateOnly Published, IReadOnlyList<string> Tags, string Text);

/// <summary>A tag with the number of its posts.</summary>
record Tag(string Name, long Count);

/// <summary>A comment of a reader.</summary>
record Comment(long Id, string Name, string Text, DateTimeOffset CreatedAt);

/// <summary>The fields of the comment form.</summary>
record CommentInput([Required, MaxLength(60)] string Name, [Required, MaxLength(2000)] string Text);
