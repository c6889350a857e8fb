/** Scripts whose replies differ, and why. */
export const DIFFERENT: readonly (readonly [what: string, scripts: RegExp])[] = [
  [
    'whole numbers from 10^17 on are written without an exponent, as in Redis 7.2',
    /1e17|123456789012345678|2\^5?63|2\^64|1e18|1e19/,
  ],
  ['`0x` alone is 0', /return 0x$/],
  ['`pcall` without a function is an error, as in Lua', /^return pcall\(\)$/],
  [
    'tables of libraries may be changed, until the script ends',
    /^(?:redis\.call =|cjson\.encode =|string\.sub =|math\.pi =|KEYS =|getmetatable\(""\)\.__index =)/,
  ],
  ['`os.clock` is there, and stands still', /\bos\b/],
  [
    'the text of an error in front of which Lua puts the line',
    /rawset\(_G|setmetatable\(_G|setmetatable\(string/,
  ],
  ['bytecode is refused in other words', /string\.dump/],
  ['collectgarbage takes any word', /collectgarbage\("nosuch"\)/],
  [
    'what is missing in arguments is called no value',
    /struct\.pack\('b'\)|unpack\('b', 'abc', -1\)|format\('%s?'\)$/,
  ],
  ['chance', /math\.random\(\)\)/],
  ['any command can be asked for', /acl_check_cmd/],
];
