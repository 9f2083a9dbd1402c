namespace FileRoutedApi.Tests.Http;

public class ByteSizeTests
{
    [Theory]
    [InlineData("1000", 1000)]
    [InlineData("0", 0)]
    [InlineData("1b", 1)]
    [InlineData("10 bytes", 10)]
    [InlineData("500kb", 512000)]
    [InlineData("500KB", 512000)]
    [InlineData("1mb", 1048576)]
    [InlineData("1.5mb", 1572864)]
    [InlineData("1.5 mb", 1572864)]
    [InlineData("+1kb", 1024)]
    [InlineData("1.9", 1)]
    [InlineData("0.1kb", 102)]
    [InlineData("2gb", 2147483648)]
    [InlineData("1tb", 1099511627776)]
    [InlineData("1pb", 1125899906842624)]
    public void A_text_is_parsed_to_a_number_of_bytes(string text, long bytes)
    {
        ByteSize size = text;

        Assert.Equal((bytes, text), (size.Bytes, size.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mb")]
    [InlineData("-1mb")]
    [InlineData("1xb")]
    [InlineData("1mbb")]
    [InlineData("one")]
    [InlineData("10 apples")]
    [InlineData("1,5mb")]
    [InlineData("1e3")]
    [InlineData("1\r\nkb")]
    [InlineData("99999999999pb")]
    public void A_text_is_not_a_size(string text) => Assert.Null(((ByteSize)text).Bytes);

    [Theory]
    [InlineData(" 1mb ")]
    [InlineData("1mb\r\n")]
    public void White_space_around_a_size_is_ignored(string text) =>
        Assert.Equal((1048576L, "1mb"), (((ByteSize)text).Bytes!.Value, ((ByteSize)text).Text));

    [Fact]
    public void A_number_is_written_without_a_change() => Assert.Equal("1000", ((ByteSize)1000).Text);

    [Fact]
    public void A_negative_number_is_not_a_size() => Assert.Null(((ByteSize)(-1)).Bytes);

    [Theory]
    [InlineData(4194304, "4MB")]
    [InlineData(1536, "1.5KB")]
    [InlineData(1000, "1000B")]
    [InlineData(1073741824, "1GB")]
    public void Bytes_are_shown_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
