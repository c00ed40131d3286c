/** How often forms may be sent: a few times at once from one address, and as often as many people could to one form. */
import { createTokenBucket, type TokenBucket } from '../token-bucket.ts';

export interface FormLimits {
  perAddress: { burst: number; perSecond: number };
  perForm: { burst: number; perSecond: number };
  /** Addresses that are remembered, the latest ones. */
  mostAddresses: number;
}

const DEFAULT_LIMITS: FormLimits = {
  perAddress: { burst: 5, perSecond: 0.1 },
  perForm: { burst: 200, perSecond: 20 },
  // About 2 MB.
  mostAddresses: 10_000,
};

/** @returns 0 when it may be sent now, else how many whole seconds until it may */
export type TakeTurn = (form: string, address: string) => number;

export function createFormLimits({ perAddress, perForm, mostAddresses }: FormLimits = DEFAULT_LIMITS): TakeTurn {
  const nowMs = () => performance.now();
  const addresses = new Map<string, TokenBucket>();
  const forms = new Map<string, TokenBucket>();
  return (form, address) => {
    const own = addresses.get(address) ?? createTokenBucket({ ...perAddress, nowMs });
    // Put at the end: the first one is whoever has not sent for longest.
    addresses.delete(address);
    addresses.set(address, own);
    if (addresses.size > mostAddresses) addresses.delete(addresses.keys().next().value ?? '');
    const wait = own.take();
    if (wait > 0) return Math.ceil(wait);
    const all = forms.get(form) ?? createTokenBucket({ ...perForm, nowMs });
    forms.set(form, all);
    return Math.ceil(all.take());
  };
}
