/** `rules:if` of GitLab: variables, texts and null, compared and joined. Knows no more of the language than the recipes use; all else is refused. */
export type Variables = Readonly<Record<string, string>>;

const TOKEN = /\s*(\(|\)|&&|\|\||==|!=|\$\w+|"[^"]*"|'[^']*'|null\b)/y;

export function holds(expression: string, variables: Variables): boolean {
  const tokens = tokensOf(expression);
  const refuse = (): never => {
    throw new Error(`not understood: ${expression}`);
  };
  const value = (): string | null => {
    const token = tokens.shift() ?? refuse();
    if (token.startsWith('$')) return variables[token.slice(1)] ?? null;
    if (token === 'null') return null;
    return /^["']/.test(token) ? token.slice(1, -1) : refuse();
  };
  const compared = (): boolean => {
    if (tokens[0] === '(') {
      tokens.shift();
      const inside = either();
      return tokens.shift() === ')' ? inside : refuse();
    }
    const left = value();
    if (tokens[0] !== '==' && tokens[0] !== '!=') return left !== null && left !== '';
    return (tokens.shift() === '==') === (left === value());
  };
  // All parts are read, whatever the first one says.
  const joined = (mark: string, part: () => boolean, join: (one: boolean, other: boolean) => boolean) => {
    let result = part();
    while (tokens[0] === mark) {
      tokens.shift();
      result = join(part(), result);
    }
    return result;
  };
  const all = (): boolean => joined('&&', compared, (one, other) => one && other);
  const either = (): boolean => joined('||', all, (one, other) => one || other);
  const result = either();
  return tokens.length === 0 ? result : refuse();
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (expression.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const [whole = '', token = ''] = TOKEN.exec(expression) ?? [];
    if (token === '') throw new Error(`not understood from "${expression.slice(at)}" on: ${expression}`);
    tokens.push(token);
    at += whole.length;
  }
  return tokens;
}
