//! Which addresses may be called.

use std::net::IpAddr;

use ipnet::IpNet;

use super::networks::{CLOSED_V4, CLOSED_V6, OPEN_V6};

/// Public addresses, and the networks of its own that a region allows.
#[derive(Debug)]
pub struct Reach {
    allowed: Vec<IpNet>,
    closed_v4: Vec<IpNet>,
    open_v6: Vec<IpNet>,
    closed_v6: Vec<IpNet>,
}

impl Reach {
    /// Public addresses and these networks.
    pub fn new(allowed: &[IpNet]) -> Self {
        let read = |list: &[&str]| list.iter().filter_map(|network| network.parse().ok()).collect();
        Self { allowed: allowed.to_vec(), closed_v4: read(CLOSED_V4), open_v6: read(&[OPEN_V6]), closed_v6: read(CLOSED_V6) }
    }

    /// Whether an address may be called; one of IPv4 mapped into IPv6 never may.
    pub fn allows(&self, address: IpAddr) -> bool {
        let in_any = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
        let public = match address {
            IpAddr::V4(_) => !in_any(&self.closed_v4),
            IpAddr::V6(_) => in_any(&self.open_v6) && !in_any(&self.closed_v6),
        };
        public || in_any(&self.allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(reach: &Reach, address: &str) -> bool {
        reach.allows(address.parse().unwrap())
    }

    #[test]
    fn every_network_of_the_lists_is_one() {
        let reach = Reach::new(&[]);
        assert_eq!((reach.closed_v4.len(), reach.closed_v6.len(), reach.open_v6.len()), (CLOSED_V4.len(), CLOSED_V6.len(), 1));
    }

    #[test]
    fn the_public_internet_is_open_and_its_edges_are_where_they_should_be() {
        let reach = Reach::new(&[]);
        for open in ["9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "100.63.255.255", "192.167.255.255", "223.255.255.255"] {
            assert!(allows(&reach, open), "{open}");
        }
        for open in ["2a00::1", "2001:200::1", "2620:fe::fe"] {
            assert!(allows(&reach, open), "{open}");
        }
        for closed in ["0.0.0.0", "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.100.100.200", "255.255.255.255"] {
            assert!(!allows(&reach, closed), "{closed}");
        }
        for closed in ["::", "::1", "::ffff:8.8.8.8", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::808:808", "2002:7f00:1::"]
        {
            assert!(!allows(&reach, closed), "{closed}");
        }
    }

    #[test]
    fn a_region_may_allow_a_network_of_its_own_and_no_more_than_that() {
        let reach = Reach::new(&["10.20.0.0/16".parse().unwrap()]);
        assert!(allows(&reach, "10.20.3.4") && !allows(&reach, "10.21.3.4") && !allows(&reach, "127.0.0.1"));
        assert!(!allows(&reach, "::ffff:10.20.3.4"));
    }
}
