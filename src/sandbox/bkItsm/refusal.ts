import { ErrorDetail, plainDetail, prefixDetail, reprDetail, textsOf, type ValidationDetail } from './pythonRepr.ts';

/** '2.6.1': clean texts with prefixes under 3900005. '2.6.2': a Python repr under 3900004 (contract §2.3). */
export type Dialect = '2.6.1' | '2.6.2';

type Reason =
  | { readonly kind: 'clean'; readonly code: number | string; readonly message: string }
  | { readonly kind: 'validation'; readonly detail: ValidationDetail }
  | { readonly kind: 'parameter'; readonly message: string }
  | { readonly kind: 'crash'; readonly message: string };

/** Thrown by an endpoint that says no; its words depend on the server's dialect. */
export class Refusal extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.kind);
    this.reason = reason;
  }

  /** The text alone, as a view that packs it into a refusal of its own has it. */
  plainReason(): string {
    const { reason } = this;
    if (reason.kind === 'validation') return plainDetail(reason.detail);
    return reason.kind === 'parameter' ? `参数验证失败: ${reason.message}` : reason.message;
  }

  /** What a view without the open API's wrapper makes of it (contract §2.1). */
  bareAnswer(): { readonly code: number | string; readonly message: string; readonly messages?: unknown } {
    const { reason } = this;
    switch (reason.kind) {
      case 'clean':
        return { code: reason.code, message: reason.message };
      case 'parameter':
        return { code: 'FORM_VALIDATE_ERROR', message: `参数验证失败: ${reason.message}` };
      case 'crash':
        return { code: 'SERVER_500_ERROR', message: reason.message };
      case 'validation':
        return {
          code: 'VALIDATE_ERROR',
          message: prefixDetail(reason.detail),
          messages: textsOf(reason.detail),
        };
    }
  }

  answer(dialect: Dialect): { readonly code: number | string; readonly message: string } {
    const { reason } = this;
    switch (reason.kind) {
      case 'clean':
        return { code: reason.code, message: reason.message };
      case 'parameter':
        return { code: 3900005, message: `参数验证失败: ${reason.message}` };
      case 'crash':
        return { code: 3900004, message: `接口异常，请检查请求参数: ${reason.message}` };
      case 'validation':
        return dialect === '2.6.1'
          ? { code: 3900005, message: prefixDetail(reason.detail) }
          : { code: 3900004, message: `接口异常，请检查请求参数: ${reprDetail(reason.detail)}` };
    }
  }
}

/** A Django REST framework `ValidationError` with one text. */
export function refused(text: string): Refusal {
  return new Refusal({ kind: 'validation', detail: [new ErrorDetail(text)] });
}

export function refusedWith(detail: ValidationDetail): Refusal {
  return new Refusal({ kind: 'validation', detail });
}

/** ITSM's own `ParamError`: 3900005 in both dialects. */
export function badParameter(message: string): Refusal {
  return new Refusal({ kind: 'parameter', message });
}

/** An exception nobody expected, shown by its text. */
export function crashed(message: string): Refusal {
  return new Refusal({ kind: 'crash', message });
}

export function cleanRefusal(code: number | string, message: string): Refusal {
  return new Refusal({ kind: 'clean', code, message });
}

export function ticketNotFound(): Refusal {
  return cleanRefusal(3900022, '没有找到对应的单据');
}

/** What views without the open API's wrapper answer to trouble (contract §2.1). */
export function serverError(message: string): Refusal {
  return cleanRefusal('SERVER_500_ERROR', message);
}

export const fieldProblems = {
  notANumber: () => [new ErrorDetail('请填写合法的整数值。')],
  tooSmall: (limit: number) => [new ErrorDetail(`请确保该值大于或者等于 ${limit}。`, 'min_value')],
  tooGreat: (limit: number) => [new ErrorDetail(`请确保该值小于或者等于 ${limit}。`, 'max_value')],
  required: () => [new ErrorDetail('该字段是必填项。', 'required')],
  blank: () => [new ErrorDetail('该字段不能为空。', 'blank')],
  null: () => [new ErrorDetail('该字段不能为 null。', 'null')],
  notText: () => [new ErrorDetail('不是有效的字符串。', 'invalid')],
  tooLong: (limit: number) => [new ErrorDetail(`请确保这个字段不能超过 ${limit} 个字符。`, 'max_length')],
  notAChoice: (value: string) => [new ErrorDetail(`“${value}” 不是合法选项。`, 'invalid_choice')],
  notAList: (type: string) => [new ErrorDetail(`期望为一个包含物件的列表，得到的类型是“${type}”。`, 'not_a_list')],
};
