namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Next.js with the App Router and server components, which are rendered for each request.</summary>
internal sealed class NextPagesPeer(string folder) : NextPeer(NextPagesPeer.TheKey, folder)
{
    public new const string TheKey = "next-pages";

    protected override IEnumerable<SourceFile> Sources(PeerApp app) => SourceFolder.Read(Path.Combine(ProjectPath("Peers"), TheKey), "app");
}
