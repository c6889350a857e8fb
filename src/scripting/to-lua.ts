import {
  BigNumber,
  Decimal,
  Double,
  ErrorReply,
  KeyedReply,
  MapReply,
  NullArray,
  PairsReply,
  Push,
  type Reply,
  SetReply,
  Status,
  Verbatim,
} from '../resp/reply.js';
import { formatDouble } from '../resp/double.js';
import type { LuaState } from './lua-module.js';
import type { Vm } from './vm.js';

/** Puts replies of commands on the stack of Lua, as a client of that protocol would get them. */
export class ReplyPusher {
  constructor(
    private readonly vm: Vm,
    private readonly protocol: 2 | 3,
  ) {}

  push(L: LuaState, reply: Reply): void {
    const { vm } = this;
    if (typeof reply === 'string') vm.pushString(L, reply);
    else if (typeof reply === 'number') vm.api.lua_pushnumber(L, reply);
    else if (typeof reply === 'bigint') vm.api.lua_pushnumber(L, Number(reply));
    else if (reply === null || reply instanceof NullArray) this.#pushNull(L);
    else if (typeof reply === 'boolean') this.#pushBoolean(L, reply);
    else if (reply instanceof Status) this.#pushField(L, 'ok', () => vm.pushString(L, reply.text));
    else if (reply instanceof ErrorReply) this.pushError(L, reply);
    else if (Array.isArray(reply)) this.#pushArray(L, reply as readonly Reply[]);
    else if (this.protocol === 2) this.#pushPlain(L, reply);
    else this.#pushTyped(L, reply);
  }

  pushError(L: LuaState, { text }: ErrorReply): void {
    this.vm.api.lua_createtable(L, 0, 2);
    this.vm.pushString(L, text);
    this.vm.setField(L, -2, 'err');
    this.vm.api.lua_pushboolean(L, 1);
    this.vm.setField(L, -2, 'ignore_error_stats_update');
  }

  /** What the second protocol knows no type for. */
  #pushPlain(L: LuaState, reply: Exclude<Reply, readonly Reply[]>): void {
    if (reply instanceof Double) this.vm.pushString(L, formatDouble(reply.value));
    else if (reply instanceof Decimal || reply instanceof Verbatim || reply instanceof BigNumber)
      this.vm.pushString(L, reply.text);
    else if (reply instanceof MapReply || reply instanceof PairsReply) this.#pushArray(L, reply.pairs);
    else if (reply instanceof KeyedReply) this.#pushArray(L, inTwos(reply.pairs));
    else if (reply instanceof SetReply) this.#pushArray(L, reply.members);
    else if (reply instanceof Push) this.#pushArray(L, reply.items);
    else this.#pushNull(L);
  }

  #pushTyped(L: LuaState, reply: Exclude<Reply, readonly Reply[]>): void {
    const { api } = this.vm;
    if (reply instanceof Double) this.#pushField(L, 'double', () => api.lua_pushnumber(L, reply.value));
    else if (reply instanceof Decimal)
      this.#pushField(L, 'double', () => api.lua_pushnumber(L, Number(reply.text)));
    else if (reply instanceof PairsReply) this.#pushArray(L, inTwos(reply.pairs));
    else if (reply instanceof MapReply || reply instanceof KeyedReply)
      this.#pushField(L, 'map', () => this.#pushTable(L, reply.pairs));
    else if (reply instanceof SetReply)
      this.#pushField(L, 'set', () =>
        this.#pushTable(
          L,
          reply.members.flatMap(member => [member, true]),
        ),
      );
    else if (reply instanceof BigNumber)
      this.#pushField(L, 'big_number', () => this.vm.pushString(L, reply.text));
    else if (reply instanceof Verbatim)
      this.#pushField(L, 'verbatim_string', () => {
        this.#pushField(L, 'string', () => this.vm.pushString(L, reply.text));
        this.vm.pushString(L, reply.format);
        this.vm.setField(L, -2, 'format');
      });
    else if (reply instanceof Push) this.#pushArray(L, reply.items);
    else this.#pushNull(L);
  }

  #pushNull(L: LuaState): void {
    if (this.protocol === 3) this.vm.api.lua_pushnil(L);
    else this.vm.api.lua_pushboolean(L, 0);
  }

  #pushBoolean(L: LuaState, value: boolean): void {
    if (this.protocol === 3) this.vm.api.lua_pushboolean(L, value ? 1 : 0);
    else this.vm.api.lua_pushnumber(L, value ? 1 : 0);
  }

  #pushField(L: LuaState, name: string, pushValue: () => void): void {
    this.vm.api.lua_createtable(L, 0, 1);
    pushValue();
    this.vm.setField(L, -2, name);
  }

  #pushArray(L: LuaState, items: readonly Reply[]): void {
    this.vm.checkStack(L);
    this.vm.api.lua_createtable(L, items.length, 0);
    for (const [at, item] of items.entries()) {
      this.push(L, item);
      this.vm.api.lua_rawseti(L, -2, at + 1);
    }
  }

  #pushTable(L: LuaState, pairs: readonly Reply[]): void {
    this.vm.checkStack(L);
    this.vm.api.lua_createtable(L, 0, pairs.length / 2);
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      this.push(L, pairs[at] as Reply);
      this.push(L, pairs[at + 1] as Reply);
      this.vm.api.lua_rawset(L, -3);
    }
  }
}

function inTwos(pairs: readonly Reply[]): Reply[] {
  const twos: Reply[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) twos.push([pairs[at] as Reply, pairs[at + 1] as Reply]);
  return twos;
}
