// Ollama's module lacks the audio library that its sources include. Nothing here hears anything: with these declarations it
// compiles, and a sound that is sent to it is refused.
#pragma once

#include <cstddef>
#include <cstdint>

using ma_result = int;
using ma_uint64 = std::uint64_t;

enum ma_outcome { MA_ERROR = -1, MA_SUCCESS = 0 };
enum ma_format { ma_format_f32 = 5 };

struct ma_decoder {};
struct ma_decoder_config {};

inline ma_decoder_config ma_decoder_config_init(ma_format, std::uint32_t, std::uint32_t) { return {}; }
inline ma_result ma_decoder_init_memory(const void*, std::size_t, const ma_decoder_config*, ma_decoder*) { return MA_ERROR; }
inline ma_result ma_decoder_get_length_in_pcm_frames(ma_decoder*, ma_uint64*) { return MA_ERROR; }
inline ma_result ma_decoder_read_pcm_frames(ma_decoder*, void*, ma_uint64, ma_uint64*) { return MA_ERROR; }
inline ma_result ma_decoder_uninit(ma_decoder*) { return MA_SUCCESS; }
