/** Thrown by whatever says no; the service puts it into its own shape. */
export class Refusal extends Error {
  /** The HTTP status. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
