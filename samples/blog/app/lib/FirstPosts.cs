/// <summary>The posts of a new database.</summary>
static class FirstPosts
{
    public static IReadOnlyList<Post> All { get; } =
    [
        new(
            "folders-are-urls",
            "Folders are URLs",
            "A site map that cannot be out of date, because it is the folder itself.",
            new DateOnly(2026, 3, 2),
            ["structure"],
            """
            Ask a new colleague where the page `/blog/tags/css` comes from. In many projects the way leads from a table of routes to a
            controller, to a view, to a partial view. Here it leads to `app/blog/tags/[tag]/page.cs`, and it is the only way.

            A folder as the table of routes has three consequences:

            * **Nothing has to be registered**, so nothing can be registered twice, or forgotten.
            * **Renaming is moving.** The move is visible in the history of the repository, with its reason.
            * **Deleting is final.** No code is left that nobody dares to remove.

            The price is that the folder has to be designed. That was true before too, but now everybody can see it.
            """),
        new(
            "a-form-is-enough",
            "A form is enough",
            "Comments with an HTML form, a redirect, and no script at all.",
            new DateOnly(2026, 3, 23),
            ["forms", "http"],
            """
            The form below this text is twenty years old. Not this one, but its kind:

            ```html
            <form method="post" action="/blog/a-form-is-enough/comments">
              <textarea name="text" required maxlength="2000"></textarea>
              <button>Send</button>
            </form>
            ```

            `required` and `maxlength` are checked by the browser before anything is sent, with messages in the language of the reader.
            The server checks them again, because not everything that sends a form is a browser.

            After the comment is stored, the response is a `303 See Other`. The browser requests the post again with GET, so a reload does
            not send the comment twice, and Back goes back.
            """),
        new(
            "layouts-that-stay",
            "Layouts that stay",
            "Why the search field keeps its text while you read.",
            new DateOnly(2026, 4, 11),
            ["navigation", "html"],
            """
            Type a word into the search field at the top, and follow a link. The word is still there. Open the note in the sidebar, scroll,
            and go to another post. It is still open.

            Nothing was saved to make this work. The header and the sidebar belong to layouts, and a layout is not replaced when both
            pages have it. A small script fetches the whole next page, and puts only the part into the document that differs.

            Without JavaScript, the same links load whole pages. It is slower by a blink, and the word is gone.
            """),
        new(
            "cache-what-you-can-name",
            "Cache what you can name",
            "Sixty seconds, one tag, and a request that says that something has changed.",
            new DateOnly(2026, 5, 4),
            ["caching", "http"],
            """
            Each page of this blog has one line about caching:

            ```csharp
            var config = new RouteConfig { Revalidate = 60, Tags = ["posts"] };
            ```

            For a minute, every reader gets the same bytes. After that, the next reader still gets them, and a new version is rendered in
            the background. Nobody waits for the database.

            A minute is too long for a corrected typing error, and that is what the tag is for. Whoever changes a post sends one request
            to `/api/revalidate`, and the next reader of any page with the tag gets a new one.

            The rule is simple: *cache what you can name*. If you cannot say which event makes a page wrong, choose a short time instead.
            """),
        new(
            "dark-mode-in-six-lines",
            "Dark mode in six lines",
            "Two lists of colors, one media query, and no switch.",
            new DateOnly(2026, 5, 30),
            ["css"],
            """
            Readers have told their system already whether they prefer light or dark. A site only has to ask:

            ```css
            :root {
              color-scheme: light dark;
              --paper: light-dark(#fffdf8, #17191c);
              --ink: light-dark(#22262b, #dcdfe3);
              --accent: light-dark(#a3381f, #f0997d);
            }
            ```

            `color-scheme` also makes form fields and scroll bars dark. Everything else uses the three names, and no color appears twice.

            Choose the colors in pairs, and check the contrast of both: an accent that reads well on paper is often too dark at night.
            """),
        new(
            "the-smallest-component",
            "The smallest component",
            "A method that returns HTML. That is all.",
            new DateOnly(2026, 6, 19),
            ["html", "c#"],
            """
            Components are sold with lifecycles, properties, slots and a compiler. Most of mine need less:

            ```csharp
            static Html To(string tag) => Link($"/blog/tags/{Uri.EscapeDataString(tag)}", tag);
            ```

            A method has a name and parameters. It can be called from a page, a layout or another method, and it can be tested without a
            server. What is put between the braces is encoded, so a tag named `<script>` is a strange tag and not a security report.

            When a component grows, it moves to a file of its own. When it shrinks, it moves back.
            """),
        new(
            "details-summary",
            "Details, summary",
            "The part of HTML that replaces the most JavaScript.",
            new DateOnly(2026, 8, 7),
            ["html"],
            """
            A menu that opens, a text that unfolds, a list of questions with hidden answers: each of them has been written in JavaScript a
            million times, and half of the time the keyboard was forgotten.

            ```html
            <details>
              <summary>About these notes</summary>
              <p>Each note explains one idea.</p>
            </details>
            ```

            It opens with a click and with the keyboard, a screen reader says whether it is open, and searching in the page finds the text
            inside and opens it. With the same `name`, several of them close each other.
            """),
        new(
            "measure-the-line",
            "Measure the line",
            "Most of typography on the web is one number.",
            new DateOnly(2026, 9, 28),
            ["css"],
            """
            A text is pleasant to read if a line has 60 to 75 characters. Longer, and the eye loses the beginning of the next one. CSS has
            a unit for it:

            ```css
            .prose { max-width: 65ch; }
            ```

            The rest follows. The line height grows with the length of the line, the space between paragraphs is about one line, and a
            heading is closer to the text that it belongs to than to the one before it.

            Then stop. A reader who notices the typography has stopped reading.
            """),
        new(
            "back-goes-back",
            "Back goes back",
            "The button that readers use most is the one that sites break most.",
            new DateOnly(2026, 11, 12),
            ["navigation"],
            """
            Back has two promises: it shows the page that was there before, and it shows the place in it where you were.

            Browsers have kept both since there are browsers, as long as every page has a URL and loads as a document. A site that loads
            its content with scripts has to keep them itself: wait for the content, then scroll, and not the other way round.

            The list of posts is a good test. Scroll down, open a post, go back. If the list begins at its top, something is broken.
            """),
    ];
}
