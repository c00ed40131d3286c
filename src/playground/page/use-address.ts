/** Who acts and what is open, kept in the address: two tabs can be two reps, and a reload changes nothing. */
import { useCallback, useEffect, useState } from 'react';

export interface Address {
  /** Handle or id; empty for the first person there is. */
  as: string;
  /** Channel name, or a conversation's id; empty for the first channel. */
  channel: string;
}

export function useAddress(): [Address, (change: Partial<Address>) => void] {
  const [address, setAddress] = useState(read);
  useEffect(() => {
    const back = () => setAddress(read());
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  const go = useCallback((change: Partial<Address>) => {
    const next = { ...read(), ...change };
    window.history.pushState(null, '', `?${new URLSearchParams({ ...next })}`);
    setAddress(next);
  }, []);
  return [address, go];
}

function read(): Address {
  const query = new URLSearchParams(window.location.search);
  return { as: query.get('as') ?? '', channel: query.get('channel') ?? '' };
}
