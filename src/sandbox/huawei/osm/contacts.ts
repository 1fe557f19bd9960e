/** What proves that a phone or a mailbox is the customer's (contract §1.3). */
export interface VerifiedContact {
  readonly id: string;
  /** 0 phone, 1 mail. */
  readonly way: 0 | 1;
  readonly value: string;
  readonly areaCode: string;
}

/** The ways in which engineers may reach the customer. */
export class Contacts {
  readonly #verified: VerifiedContact[] = [];
  /** Codes on their way, by what they were sent to. */
  readonly #sent = new Map<string, string>();

  add(way: 0 | 1, value: string, areaCode: string): VerifiedContact {
    const contact = { id: `verified-${this.#verified.length + 1}`, way, value, areaCode };
    this.#verified.push(contact);
    return contact;
  }

  list(): readonly VerifiedContact[] {
    return this.#verified;
  }

  find(way: 0 | 1, value: string): VerifiedContact | undefined {
    return this.#verified.find((contact) => contact.way === way && contact.value === value);
  }

  /** @returns the code that a phone or a mailbox would show */
  send(value: string): string {
    const code = String(100_000 + ((this.#sent.size * 7919) % 900_000));
    this.#sent.set(value, code);
    return code;
  }

  /** What was sent last; undefined: nothing. */
  codeFor(value: string): string | undefined {
    return this.#sent.get(value);
  }
}
