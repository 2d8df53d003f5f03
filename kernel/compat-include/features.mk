# SPDX-License-Identifier: GPL-2.0-only
# What the preprocessor cannot see of a kernel's headers (members, enumerators), found by looking.
compat-has = $(shell grep -q -e '$(2)' $(srctree)/include/$(1) && echo -D$(3))

compat-flags := $(call compat-has,linux/netdevice.h,IFF_NO_ADDRCONF,COMPAT_HAS_IFF_NO_ADDRCONF)
compat-flags += $(call compat-has,linux/netdevice.h,netns_immutable:1,COMPAT_HAS_NETNS_IMMUTABLE)
compat-flags += $(call compat-has,linux/netdevice.h,netns_local:1,COMPAT_HAS_NETNS_LOCAL)
compat-flags += $(call compat-has,linux/netdevice.h,xdp_features_t,COMPAT_HAS_XDP_FEATURES)
compat-flags += $(call compat-has,linux/netdevice.h,dev_xdp_propagate,COMPAT_HAS_XDP_PROPAGATE)
compat-flags += $(call compat-has,linux/netdevice.h,generic_hwtstamp_get_lower,COMPAT_HAS_HWTSTAMP_LOWER)
compat-flags += $(call compat-has,linux/ethtool.h,ethtool_get_ts_info_by_layer,COMPAT_HAS_TS_INFO_BY_LAYER)
