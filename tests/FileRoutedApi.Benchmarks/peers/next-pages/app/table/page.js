export const dynamic = 'force-dynamic';
export const metadata = { title: 'Customers' };

const customers = Array.from({ length: 50 }, (_, index) => ({
  name: `Customer ${index + 1} & Sons`,
  email: `customer${index + 1}@example.com`,
  note: `Ordered ${index + 1} < 100 items`,
}));

export default function Page() {
  return (
    <>
      <h1>Customers</h1>
      <table>
        <thead><tr><th>Name</th><th>Email</th><th>Note</th></tr></thead>
        <tbody>
          {customers.map((customer) => (
            <tr key={customer.email}><td>{customer.name}</td><td>{customer.email}</td><td>{customer.note}</td></tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
