/// <summary>A component: one post of the list.</summary>
static class Post
{
    public static Html Render(BlogPost post) => $"<li>{Link($"/blog/{post.Slug}", post.Title)}</li>";
}
