export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <header><nav><a href="/">Home</a> <a href="/table">Customers</a> <a href="/fortunes">Fortunes</a></nav></header>
        <main>{children}</main>
      </body>
    </html>
  );
}
